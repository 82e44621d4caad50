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

line as {{ inlined() }} (
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
    {{ content_id("concat_ws('', 'posting|', line.region_code, '|', record_key, '|', fund_code, '|', payer_key, '|', fee_period, '|', cast(amount as string), '|', cast(copy_no as string))") }} as line_id,
    line.source_file_id,
    line.source_row,
    line.record_key,
    line.region_code,
    line.fund_code,
    line.payer_key,
    line.amount,
    line.amount_due,
    line.contribution_type,
    line.period,
    line.posted_date,
    day.work_no,
    line.ticket,
    line.assessment_no,
    cast(line.fee_period as integer) as fee_month,
    line.copy_no > 1 as is_repeat
from line
left join {{ ref('working_day') }} as day
    on line.posted_date = day.day
