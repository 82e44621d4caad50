-- One row per posting to a payer's account. The ticket number is a number too, or nothing where it is no eighteen digits.
-- `line_id` is the identity of a posting that comes once; `posting_line` numbers the others.
with typed as (
    select
        source_file_id,
        source_row,
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
    from {{ source('landing', 'ss_contribution') }}
),

named as (
    {{ counted('typed') }}
)

select
    {{ posting_line_id('named', "'1'") }} as line_id,
    named.*,
    case when length(named.ticket_no) = 18 then try_cast(named.ticket_no as bigint) end as ticket,
    day.work_no
from named
left join {{ ref('working_day') }} as day
    on named.posted_date = day.day
