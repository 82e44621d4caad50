-- What is brought forward, new and cleared makes what is carried forward; and it is brought forward into the next month.
with balance as (
    select
        leg, region_code, fund_code, period,
        brought_forward, new_items, cleared, carried_forward,
        lag(period) over (partition by leg, region_code, fund_code order by period nulls last) as period_before,
        lag(carried_forward) over (partition by leg, region_code, fund_code order by period nulls last) as carried_before
    from {{ ref('bridge_total') }}
    where fund_code <> 'all'
)

select *
from balance
where brought_forward + new_items + cleared <> carried_forward
    or (period_before = {{ prior_month('period') }} and brought_forward <> carried_before)
