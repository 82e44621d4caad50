-- One row per posting of the agency. The ticket number is a number here, or nothing where it is no eighteen digits.
with seen_again as (
    select region_code, record_key
    from {{ ref('stg_ss_contribution') }}
    group by region_code, record_key
    having count(*) > 1
),

copied as (
    select
        posting.source_file_id,
        posting.source_row,
        cast(row_number() over (
            partition by posting.region_code, posting.record_key, posting.amount, posting.fund_code, posting.payer_key, posting.fee_period
            order by posting.period nulls last, posting.posted_date nulls last, posting.ticket_no nulls last, posting.source_row nulls last
        ) as integer) as copy_no
    from {{ ref('stg_ss_contribution') }} as posting
    inner join seen_again
        on posting.region_code = seen_again.region_code
        and posting.record_key = seen_again.record_key
),

line as (
    select
        posting.*,
        coalesce(copied.copy_no, 1) as copy_no,
        case when length(posting.ticket_no) = 18 then try_cast(posting.ticket_no as bigint) end as ticket
    from {{ ref('stg_ss_contribution') }} as posting
    left join copied
        on posting.source_file_id = copied.source_file_id
        and posting.source_row = copied.source_row
)

select
    {{ content_id("concat('posting|', region_code, '|', record_key, '|', fund_code, '|', payer_key, '|', fee_period, '|', cast(amount as string), '|', cast(copy_no as string))") }} as line_id,
    source_file_id,
    source_row,
    record_key,
    region_code,
    fund_code,
    payer_key,
    amount,
    amount_due,
    contribution_type,
    period,
    posted_date,
    ticket,
    assessment_no,
    cast(fee_period as integer) as fee_month,
    copy_no
from line
