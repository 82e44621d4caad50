with entries as (
    select
        region_code,
        fund_code,
        period,
        cast(sum(debit) as decimal(28, 2)) as debit,
        cast(sum(credit) as decimal(28, 2)) as credit
    from {{ ref('stg_ss_ledger') }}
    where length(account_code) = 4
    group by region_code, fund_code, period
)

select
    {{ control_result('F02', 'debit = credit', 'debit', 'credit', "concat_ws('', 'ss_ledger ', fund_code, ' ', period)") }}
from entries
