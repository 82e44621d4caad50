-- One row per ticket line and file. A line paid late in a month comes again in the month in which it reached the
-- treasury: both rows stay here, the later one is the line's current state. `line_id` is the identity of a line that comes
-- once; `tax_line` numbers the others.
with landed as (
    {{ landed('tax_collection') }}
),

typed as (
    select
        source_file_id,
        source_row,
        region_code,
        period,
        {{ to_text('ticket_no') }} as ticket_no,
        cast({{ to_integer('line_no') }} as integer) as line_no,
        {{ to_text('taxpayer_id') }} as taxpayer_id,
        {{ to_text('payer_name') }} as payer_name,
        {{ to_text('levy_item') }} as levy_item,
        {{ to_text('levy_subitem') }} as levy_subitem,
        {{ to_text('levy_subitem_name') }} as levy_subitem_name,
        {{ to_date('fee_period_start') }} as fee_period_start,
        {{ to_date('fee_period_end') }} as fee_period_end,
        {{ to_text('levy_type') }} as levy_type,
        {{ to_money('amount') }} as amount,
        {{ to_date('paid_date') }} as paid_date,
        {{ to_date('treasury_date') }} as treasury_date,
        {{ to_text('transfer_batch_no') }} as transfer_batch_no,
        {{ to_text('assessment_no') }} as assessment_no
    from landed
),

named as (
    select
        typed.source_file_id,
        typed.source_row,
        typed.region_code,
        typed.period,
        concat_ws('', typed.ticket_no, '-', cast(typed.line_no as string)) as record_key,
        crosswalk.fund_code,
        {{ payer_key('typed.taxpayer_id') }} as payer_key,
        typed.ticket_no,
        typed.line_no,
        typed.taxpayer_id,
        typed.payer_name,
        typed.levy_item,
        typed.levy_subitem,
        typed.levy_subitem_name,
        typed.fee_period_start,
        typed.fee_period_end,
        typed.levy_type,
        typed.amount,
        typed.paid_date,
        typed.treasury_date,
        typed.transfer_batch_no,
        typed.assessment_no
    from typed
    left join {{ ref('fund_crosswalk') }} as crosswalk
        on crosswalk.party = 'tax'
        and typed.levy_item = crosswalk.party_code
        and typed.paid_date >= crosswalk.valid_from
        and typed.paid_date <= crosswalk.valid_to
)

select
    {{ tax_line_id('named', "'1'") }} as line_id,
    named.*,
    try_cast(named.ticket_no as bigint) as ticket,
    day.work_no
from named
left join {{ ref('working_day') }} as day
    on coalesce(named.treasury_date, named.paid_date) = day.day
