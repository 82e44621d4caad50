-- One row per ticket line in its current state. A line that is reported again when it reaches the treasury is the same
-- line: the newest report counts, the month in which it was paid stays its month. A row that repeats another one of its
-- file stays a line of its own (copy_no > 1), so that nothing is dropped.
with seen_again as (
    select region_code, ticket_no, line_no
    from {{ ref('stg_tax_collection') }}
    group by region_code, ticket_no, line_no
    having count(*) > 1
),

reported as (
    select
        stg.*,
        seen_again.ticket_no is not null as is_again
    from {{ ref('stg_tax_collection') }} as stg
    left join seen_again
        on stg.region_code = seen_again.region_code
        and stg.ticket_no = seen_again.ticket_no
        and stg.line_no = seen_again.line_no
),

copied as (
    select
        source_file_id, source_row, period as file_period, region_code, record_key, amount, paid_date,
        cast(row_number() over (
            partition by region_code, record_key, period
            order by amount nulls last, paid_date nulls last, treasury_date nulls last, payer_key nulls last,
                fund_code nulls last, fee_period_start nulls last, source_row nulls last
        ) as integer) as copy_no
    from reported
    where is_again
),

newest as (
    select
        source_file_id, source_row, copy_no,
        row_number() over (partition by region_code, record_key, copy_no order by file_period desc nulls last) as age
    from copied
),

current_state as (
    select
        reported.*,
        coalesce(newest.copy_no, 1) as copy_no
    from reported
    left join newest
        on reported.is_again
        and reported.source_file_id = newest.source_file_id
        and reported.source_row = newest.source_row
    where not reported.is_again or newest.age = 1
)

select
    {{ content_id("concat('tax|', region_code, '|', record_key, '|', fund_code, '|', payer_key, '|', cast(fee_period_start as string), '|', cast(amount as string), '|', cast(copy_no as string))") }} as line_id,
    source_file_id,
    source_row,
    record_key,
    region_code,
    fund_code,
    payer_key,
    amount,
    levy_type,
    {{ to_period('paid_date') }} as paid_period,
    {{ to_period('treasury_date') }} as treasury_period,
    paid_date,
    treasury_date,
    try_cast(ticket_no as bigint) as ticket,
    assessment_no,
    transfer_batch_no as batch_no,
    cast({{ to_period('fee_period_start') }} as integer) as fee_from,
    cast({{ to_period('fee_period_end') }} as integer) as fee_to,
    copy_no
from current_state
