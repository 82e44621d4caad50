-- Months of outflow that lie in the expenditure account at month end, by the average of the last three months.
with movement as (
    select
        region_code,
        fund_code,
        period,
        closing_balance,
        sum(credit) over recent as outflow,
        count(*) over recent as months
    from {{ ref('stg_ss_ledger') }}
    where account_code = '1004'
    window recent as (
        partition by region_code, fund_code
        order by period nulls last
        rows between 2 preceding and current row
    )
),

turned as (
    select
        movement.*,
        case when closing_balance = 0 then 0 else {{ money_ratio('closing_balance * months', 'outflow') }} end as turnover
    from movement
)

select
    {{ control_result('K20', 'closing_balance >= 0 and coalesce(turnover <= ' ~ at_most('K20') ~ ', false)', 'turnover', at_most('K20'),
        "concat_ws('', 'ss_ledger 1004 余额 ', cast(closing_balance as string), '，近 ', cast(months as string), ' 个月支出 ', cast(outflow as string))", soft=true) }}
from turned
