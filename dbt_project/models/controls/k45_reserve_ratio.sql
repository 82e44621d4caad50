-- The injury fund's reserve (3201) as a part of its net assets. The ratio is the region's to set: without one, some
-- reserve is enough.
with reserve as (
    select region_code, fund_code, period, cast(sum(closing_balance) as decimal(28, 2)) as reserve
    from {{ ref('stg_ss_ledger') }}
    where account_code = '3201'
    group by region_code, fund_code, period
),

compared as (
    select
        net_assets.region_code,
        net_assets.fund_code,
        net_assets.period,
        net_assets.booked_closing as net_assets,
        coalesce(reserve.reserve, 0) as reserve
    from {{ ref('net_assets') }} as net_assets
    left join reserve
        on net_assets.region_code = reserve.region_code
        and net_assets.fund_code = reserve.fund_code
        and net_assets.period = reserve.period
    where net_assets.fund_code = '410'
        and net_assets.booked_closing > 0
)

select
    {{ control_result('K45', 'reserve > 0 and ' ~ money_ratio('reserve', 'net_assets') ~ ' >= coalesce(' ~ at_least('K45') ~ ', 0)', money_ratio('reserve', 'net_assets'), at_least('K45'),
        "concat_ws('', 'ss_ledger 3201 储备金 ', cast(reserve as string), '，滚存结余 ', cast(net_assets as string))", soft=true) }}
from compared
