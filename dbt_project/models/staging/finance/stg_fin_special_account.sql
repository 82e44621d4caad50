-- One row per entry of the special fund account's journal (财政专户). Batch numbers are read from the summary.
with typed as (
    select
        source_file_id,
        source_row,
        {{ to_date('booked_date') }} as booked_date,
        {{ to_text('voucher_no') }} as voucher_no,
        {{ to_text('entry_no') }} as entry_no,
        {{ to_text('fund') }} as fund_name,
        {{ to_text('item') }} as item,
        {{ to_text('summary') }} as summary,
        {{ to_text('counterparty') }} as counterparty,
        coalesce({{ to_money('income') }}, cast(0 as decimal(18, 2))) as income,
        coalesce({{ to_money('expenditure') }}, cast(0 as decimal(18, 2))) as expenditure,
        {{ to_money('balance') }} as balance
    from {{ source('landing', 'fin_special_account') }}
),

counted as (
    {{ counted('typed') }}
)

select
    counted.source_file_id,
    counted.source_row,
    counted.region_code,
    counted.period,
    case when counted.entry_no is null then counted.voucher_no else concat_ws('', counted.voucher_no, '-', counted.entry_no) end as record_key,
    crosswalk.fund_code,
    counted.booked_date,
    counted.voucher_no,
    counted.entry_no,
    counted.fund_name,
    counted.item,
    counted.summary,
    nullif({{ first_match("coalesce(counted.summary, '')", 'GK[0-9]{17}') }}, '') as transfer_batch_no,
    nullif({{ first_match("coalesce(counted.summary, '')", 'B[0-9]{9}[A-Z0-9]*') }}, '') as benefit_batch_no,
    counted.counterparty,
    counted.income,
    counted.expenditure,
    counted.balance
from counted
left join {{ ref('fund_crosswalk') }} as crosswalk
    on crosswalk.party = 'finance'
    and counted.fund_name = crosswalk.party_code
    and counted.booked_date >= crosswalk.valid_from
    and counted.booked_date <= crosswalk.valid_to
