-- One row per fund and account: the fund's books of the month (科目余额表).
with landed as (
    {{ landed('ss_ledger') }}
)

select
    source_file_id,
    source_row,
    region_code,
    period,
    concat_ws('', {{ to_text('fund_code') }}, '-', {{ to_text('account_code') }}, '-', period) as record_key,
    {{ to_text('fund_code') }} as fund_code,
    {{ to_text('account_code') }} as account_code,
    {{ to_text('account_name') }} as account_name,
    {{ to_money('opening_balance') }} as opening_balance,
    {{ to_money('debit') }} as debit,
    {{ to_money('credit') }} as credit,
    {{ to_money('closing_balance') }} as closing_balance
from landed
