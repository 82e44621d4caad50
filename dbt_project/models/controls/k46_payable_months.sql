-- Months that the accumulated balance pays for, by the average expenditure of the last twelve months (as many as there
-- are), transfers between levels left out. The year's goal decides where there is one.
with spent as (
    select
        ledger.region_code,
        ledger.fund_code,
        ledger.period,
        sum(case when account.account_class = 'expenditure' and not cast(account.is_transfer as boolean) then ledger.debit - ledger.credit else 0 end) as amount
    from {{ ref('stg_ss_ledger') }} as ledger
    inner join {{ ref('account') }} as account
        on ledger.account_code = account.account_code
    group by ledger.region_code, ledger.fund_code, ledger.period
),

recent as (
    select
        region_code,
        fund_code,
        period,
        sum(amount) over year as amount,
        count(*) over year as months
    from spent
    window year as (
        partition by region_code, fund_code
        order by period nulls last
        rows between 11 preceding and current row
    )
),

goal as (
    {{ yearly_goal('可支付月数') }}
),

compared as (
    select
        recent.region_code,
        recent.fund_code,
        recent.period,
        recent.months,
        recent.amount,
        net_assets.booked_closing as net_assets,
        {{ money_ratio('net_assets.booked_closing * recent.months', 'recent.amount') }} as payable,
        coalesce(goal.target, {{ at_least('K46') }}) as wanted
    from recent
    inner join {{ ref('net_assets') }} as net_assets
        on recent.region_code = net_assets.region_code
        and recent.fund_code = net_assets.fund_code
        and recent.period = net_assets.period
    left join goal
        on recent.region_code = goal.region_code
        and recent.fund_code = goal.fund_code
        and substr(recent.period, 1, 4) = goal.goal_year
    where recent.amount > 0
)

select
    {{ control_result('K46', 'payable >= wanted', 'payable', 'wanted',
        "concat_ws('', 'ss_ledger 滚存结余 ', cast(net_assets as string), '，近 ', cast(months as string), ' 个月支出 ', cast(amount as string))", soft=true) }}
from compared
