-- One row per ticket line in its current state. A line that is reported again when it reaches the treasury is the same
-- line: the newest report counts, the month in which it was paid stays its month. A row that repeats another one of its
-- file stays a line of its own (copy_no > 1), so that nothing is dropped.
with numbered as {{ inlined() }} (
    select stg.*, try_cast(ticket_no as bigint) as ticket
    from {{ ref('stg_tax_collection') }} as stg
),

seen_again as (
    select region_code, ticket, line_no
    from numbered
    group by region_code, ticket, line_no
    having count(*) > 1
),

again as (
    select numbered.*
    from numbered
    {{ semi_join() }} seen_again
        on numbered.region_code = seen_again.region_code
        and numbered.ticket = seen_again.ticket
        and numbered.line_no = seen_again.line_no
    union all
    select numbered.*
    from numbered
    where ticket is null
),

copied as (
    select
        source_file_id, source_row, period as file_period, region_code, record_key,
        row_number() over (
            partition by region_code, record_key, period, amount, fund_code, payer_key, fee_period_start
            order by paid_date nulls last, treasury_date nulls last, source_row nulls last
        ) > 1 as is_repeat,
        cast(row_number() over (
            partition by region_code, record_key, period
            order by amount nulls last, paid_date nulls last, treasury_date nulls last, payer_key nulls last,
                fund_code nulls last, fee_period_start nulls last, source_row nulls last
        ) as integer) as copy_no
    from again
),

newest as (
    select
        source_file_id, source_row, copy_no, is_repeat,
        row_number() over (partition by region_code, record_key, copy_no order by file_period desc nulls last) as age
    from copied
),

{# Rows that come once, nearly all, are in no window above. #}
current_state as (
    select
        numbered.*,
        coalesce(newest.copy_no, 1) as copy_no,
        coalesce(newest.is_repeat, false) as is_repeat
    from numbered
    left join newest
        on numbered.source_file_id = newest.source_file_id
        and numbered.source_row = newest.source_row
    where coalesce(newest.age, 1) = 1
)

select
    {{ content_id("concat_ws('', 'tax|', current_state.region_code, '|', record_key, '|', fund_code, '|', payer_key, '|', cast(fee_period_start as string), '|', cast(amount as string), '|', cast(copy_no as string))") }} as line_id,
    current_state.source_file_id,
    current_state.source_row,
    current_state.record_key,
    current_state.region_code,
    current_state.fund_code,
    current_state.payer_key,
    current_state.amount,
    current_state.levy_type,
    current_state.paid_date,
    current_state.treasury_date,
    day.work_no,
    current_state.ticket,
    current_state.assessment_no,
    current_state.transfer_batch_no as batch_no,
    cast({{ to_month('current_state.fee_period_start') }} as integer) as fee_from,
    cast({{ to_month('current_state.fee_period_end') }} as integer) as fee_to,
    current_state.is_repeat
from current_state
left join {{ ref('working_day') }} as day
    on coalesce(current_state.treasury_date, current_state.paid_date) = day.day
