-- One row per payment to a person. The person is a keyed hash; the name never left landing.
with typed as (
    select
        source_file_id,
        source_row,
        {{ to_text('payment_no') }} as record_key,
        {{ to_text('fund_code') }} as fund_code,
        person_key,
        {{ to_text('payment_no') }} as payment_no,
        {{ to_text('batch_no') }} as batch_no,
        {{ to_text('benefit_item') }} as benefit_item,
        {{ to_text('benefit_period') }} as benefit_period,
        {{ to_money('amount_due') }} as amount_due,
        {{ to_money('amount') }} as amount,
        {{ to_date('paid_date') }} as paid_date,
        {{ to_text('is_first') }} = '是' as is_first,
        {{ to_text('result') }} = '成功' as is_paid,
        {{ to_text('failure_reason') }} as failure_reason,
        {{ to_text('reissue_of') }} as reissue_of
    from {{ source('landing', 'ss_benefit') }}
)

{{ counted('typed') }}
