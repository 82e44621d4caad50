-- What is material in each region: its own row of the seed, or the one for all.
select
    region.region_code,
    coalesce(own.line_amount, usual.line_amount) as line_amount,
    coalesce(own.month_amount, usual.month_amount) as month_amount,
    coalesce(own.write_off_cap, usual.write_off_cap) as write_off_cap
from (
    select distinct region_code from {{ ref('stg_period_scope') }}
) as region
inner join {{ ref('materiality') }} as usual
    on usual.region_code = '*'
left join {{ ref('materiality') }} as own
    on region.region_code = own.region_code
