-- One row per payment to a person; rows of one file that repeat a key stay lines of their own.
with seen_again as (
    select region_code, record_key
    from {{ ref('stg_ss_benefit') }}
    group by region_code, record_key
    having count(*) > 1
),

copied as (
    select
        payment.source_file_id,
        payment.source_row,
        cast(row_number() over (
            partition by payment.region_code, payment.record_key, payment.amount, payment.fund_code, payment.batch_no
            order by payment.period nulls last, payment.person_key nulls last, payment.source_row nulls last
        ) as integer) as copy_no
    from {{ ref('stg_ss_benefit') }} as payment
    inner join seen_again
        on payment.region_code = seen_again.region_code
        and payment.record_key = seen_again.record_key
),

line as (
    select payment.*, coalesce(copied.copy_no, 1) as copy_no
    from {{ ref('stg_ss_benefit') }} as payment
    left join copied
        on payment.source_file_id = copied.source_file_id
        and payment.source_row = copied.source_row
)

select
    {{ content_id("concat_ws('', 'payment|', region_code, '|', record_key, '|', fund_code, '|', batch_no, '|', cast(amount as string), '|', cast(copy_no as string))") }} as line_id,
    source_file_id,
    source_row,
    record_key,
    region_code,
    fund_code,
    batch_no,
    benefit_item,
    amount,
    paid_date,
    period,
    is_paid,
    reissue_of is not null as is_reissue,
    copy_no
from line
