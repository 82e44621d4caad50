-- Open items older than ninety days at the end of the latest complete month: who has to act stands in mart_open_item.
with latest as (
    select region_code, as_of
    from {{ ref('region_as_of') }}
),

aged as (
    select
        item.region_code,
        item.fund_code,
        cast(sum(case when item.age_days > 90 then 1 else 0 end) as bigint) as old_items,
        cast(count(*) as bigint) as items,
        cast(max(item.age_days) as bigint) as oldest
    from {{ ref('mart_open_item') }} as item
    group by item.region_code, item.fund_code
),

dated as (
    select
        latest.region_code,
        fund.fund_code,
        latest.as_of as period,
        coalesce(aged.old_items, 0) as old_items,
        coalesce(aged.items, 0) as items,
        coalesce(aged.oldest, 0) as oldest
    from latest
    cross join {{ ref('dim_fund') }} as fund
    left join aged
        on latest.region_code = aged.region_code
        and fund.fund_code = aged.fund_code
)

select
    {{ control_result('K13', 'old_items = 0', 'old_items', '0',
        "concat_ws('', '未清 ', cast(items as string), ' 笔，最久 ', cast(oldest as string), ' 天')", soft=true) }}
from dated
