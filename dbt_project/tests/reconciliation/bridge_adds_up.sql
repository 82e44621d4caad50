-- From the left party's total, line by line, to the right party's: what is missing is exactly what is called unexplained.
-- The details on the way lie where the items say.
with bridge as (
    select
        leg, region_code, fund_code, period, basis,
        sum(case when line_code = 'left_reported' then amount end) as left_reported,
        sum(case when line_code = 'left_detail' then amount end) as left_detail,
        sum(case when line_code = 'right_detail' then amount end) as right_detail,
        sum(case when line_code = 'right_reported' then amount end) as right_reported,
        sum(case when line_no > 100 and line_no < 200 then amount else 0 end) as before_details,
        sum(case when line_no >= 300 and line_no < 700 then amount else 0 end) as items,
        sum(case when line_no > 700 and line_no < 800 then amount else 0 end) as after_details,
        sum(case when line_code = 'unexplained' then amount end) as unexplained
    from {{ ref('fct_reconciliation_bridge') }}
    where leg <> 'total_3way'
    group by leg, region_code, fund_code, period, basis
)

select *
from bridge
where left_detail + items <> right_detail
    or left_reported + before_details + items + after_details - unexplained <> right_reported
