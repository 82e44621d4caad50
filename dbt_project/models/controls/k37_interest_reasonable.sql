-- Interest of the last twelve months over the average month-end balance of cash, deposits and bonds; entrusted
-- investment earns elsewhere. Fewer than twelve months of books say nothing, because interest comes by the quarter.
with month as (
    select
        region_code,
        fund_code,
        period,
        sum(case when account_code = '4201' then credit - debit else 0 end) as interest,
        sum(case when account_code in ('1001', '1002', '1003', '1004', '1005', '1201') then closing_balance else 0 end) as balance
    from {{ ref('stg_ss_ledger') }}
    group by region_code, fund_code, period
),

recent as (
    select
        region_code,
        fund_code,
        period,
        cast(sum(interest) over year as decimal(28, 2)) as interest,
        cast(sum(balance) over year as decimal(28, 2)) as balances,
        {{ month_no('period') }} - min({{ month_no('period') }}) over year as span,
        count(*) over year as months
    from month
    window year as (
        partition by region_code, fund_code
        order by period nulls last
        rows between 11 preceding and current row
    )
),

rated as (
    select
        recent.*,
        {{ money_ratio('interest * 12', 'balances') }} as rate
    from recent
    where months = 12
        and span = 11
        and balances > 0
)

select
    {{ control_result('K37', 'rate >= ' ~ at_least('K37') ~ ' and rate <= ' ~ at_most('K37'), 'rate',
        'case when rate > ' ~ at_most('K37') ~ ' then ' ~ at_most('K37') ~ ' else ' ~ at_least('K37') ~ ' end',
        "concat_ws('', 'ss_ledger 4201 近十二个月利息 ', cast(interest as string), ' / 平均存款，年利率 ', " ~ percent_text('rate') ~ ")", soft=true) }}
from rated
