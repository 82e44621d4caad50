-- One row per assessment: what is due.
with typed as (
    select
        source_file_id,
        source_row,
        {{ to_text('assessment_no') }} as record_key,
        {{ to_text('fund_code') }} as fund_code,
        {{ payer_key(to_text('uscc')) }} as payer_key,
        {{ to_text('assessment_no') }} as assessment_no,
        {{ to_text('employer_no') }} as employer_no,
        {{ to_text('uscc') }} as uscc,
        {{ to_text('employer_name') }} as employer_name,
        {{ to_text('fee_period') }} as fee_period,
        {{ to_text('contribution_type') }} as contribution_type,
        {{ to_integer('insured_count') }} as insured_count,
        {{ to_money('contribution_base') }} as contribution_base,
        {{ to_money('amount_due') }} as amount_due,
        {{ to_date('assessed_date') }} as assessed_date
    from {{ source('landing', 'ss_assessment') }}
)

{{ counted('typed') }}
