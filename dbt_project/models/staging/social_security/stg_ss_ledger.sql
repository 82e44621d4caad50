-- One row per fund and account: the fund's books of the month (科目余额表).
with typed as (
    select
        source_file_id,
        source_row,
        {{ to_text('fund_code') }} as fund_code,
        {{ to_text('account_code') }} as account_code,
        {{ to_text('account_name') }} as account_name,
        {{ to_money('opening_balance') }} as opening_balance,
        {{ to_money('debit') }} as debit,
        {{ to_money('credit') }} as credit,
        {{ to_money('closing_balance') }} as closing_balance
    from {{ source('landing', 'ss_ledger') }}
),

counted as (
    {{ counted('typed') }}
)

select
    counted.*,
    concat_ws('', counted.fund_code, '-', counted.account_code, '-', counted.period) as record_key
from counted
