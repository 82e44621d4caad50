-- The lines of the bridge add up to the figure before rounding, and with the rounding to the published one.
with summed as (
    select
        region_code, year, group_code, flow,
        sum(case when line_no < 60 then amount else 0 end) as parts,
        sum(case when line_code = 'before_rounding' then amount else 0 end) as before_rounding,
        sum(case when line_code = 'rounding' then amount else 0 end) as rounding,
        sum(case when line_code = 'statistics' then amount else 0 end) as statistics
    from {{ ref('fct_statistical_bridge') }}
    group by region_code, year, group_code, flow
)

select *
from summed
where parts <> before_rounding
    or before_rounding + rounding <> statistics
    or abs(rounding) > 5000000
