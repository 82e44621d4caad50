-- The statement's balance of the month (accounting measure), against the vouchers' movements summed straight from the books.
with ledger as (
    select
        region_code,
        fund_code,
        period,
        cast(sum(credit - debit) as decimal(28, 2)) as balance
    from {{ ref('stg_ss_ledger') }}
    where length(account_code) = 4
        and substr(account_code, 1, 1) in ('4', '5')
    group by region_code, fund_code, period
),

statement as (
    select
        region_code,
        fund_code,
        period,
        cast(sum(case line_code when 'income' then amount else -amount end) as decimal(28, 2)) as balance
    from {{ ref('fct_fund_statement') }}
    where basis = 'accounting'
        and line_code in ('income', 'expenditure')
    group by region_code, fund_code, period
),

compared as (
    select
        ledger.region_code,
        ledger.fund_code,
        ledger.period,
        statement.balance as measured,
        ledger.balance as expected
    from ledger
    left join statement
        on ledger.region_code = statement.region_code
        and ledger.fund_code = statement.fund_code
        and ledger.period = statement.period
)

select
    {{ control_result('K09', 'coalesce(measured = expected, false)', 'measured', 'expected', "concat_ws('', 'fct_fund_statement accounting = ss_ledger ', fund_code, ' ', period)") }}
from compared
