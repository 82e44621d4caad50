-- One row per ticket line and file. A line paid late in a month comes again in the month in which it reached the
-- treasury: both rows stay here, the later one is the line's current state. `line_id` is the identity of a line that comes
-- once; `tax_line` numbers the others.
with typed as (
    select
        source_file_id,
        source_row,
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
    from {{ source('landing', 'tax_collection') }}
),

counted as (
    {{ counted('typed') }}
),

named as (
    select
        counted.source_file_id,
        counted.source_row,
        counted.region_code,
        counted.period,
        concat_ws('', counted.ticket_no, '-', cast(counted.line_no as string)) as record_key,
        crosswalk.fund_code,
        {{ payer_key('counted.taxpayer_id') }} as payer_key,
        counted.ticket_no,
        counted.line_no,
        counted.taxpayer_id,
        counted.payer_name,
        counted.levy_item,
        counted.levy_subitem,
        counted.levy_subitem_name,
        counted.fee_period_start,
        counted.fee_period_end,
        counted.levy_type,
        counted.amount,
        counted.paid_date,
        counted.treasury_date,
        counted.transfer_batch_no,
        counted.assessment_no
    from counted
    left join {{ ref('fund_crosswalk') }} as crosswalk
        on crosswalk.party = 'tax'
        and counted.levy_item = crosswalk.party_code
        and counted.paid_date >= crosswalk.valid_from
        and counted.paid_date <= crosswalk.valid_to
)

select
    {{ tax_line_id('named', "'1'") }} as line_id,
    named.*,
    try_cast(named.ticket_no as bigint) as ticket,
    day.work_no
from named
left join {{ ref('working_day') }} as day
    on coalesce(named.treasury_date, named.paid_date) = day.day
