-- One row per posting to a payer's account.
with landed as (
    {{ landed('ss_contribution') }}
)

select
    source_file_id,
    source_row,
    region_code,
    period,
    {{ to_text('posting_no') }} as record_key,
    {{ to_text('fund_code') }} as fund_code,
    {{ payer_key(to_text('uscc')) }} as payer_key,
    {{ to_text('posting_no') }} as posting_no,
    {{ to_text('employer_no') }} as employer_no,
    {{ to_text('uscc') }} as uscc,
    {{ to_text('employer_name') }} as employer_name,
    {{ to_text('fee_period') }} as fee_period,
    {{ to_text('contribution_type') }} as contribution_type,
    {{ to_text('assessment_no') }} as assessment_no,
    {{ to_money('amount_due') }} as amount_due,
    {{ to_money('amount') }} as amount,
    {{ to_date('posted_date') }} as posted_date,
    {{ to_text('ticket_no') }} as ticket_no
from landed
