-- One row per entry of the special fund account's journal (财政专户). Batch numbers are read from the summary.
with landed as (
    {{ landed('fin_special_account') }}
),

typed as (
    select
        source_file_id,
        source_row,
        region_code,
        period,
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
    from landed
)

select
    typed.source_file_id,
    typed.source_row,
    typed.region_code,
    typed.period,
    case when typed.entry_no is null then typed.voucher_no else concat_ws('', typed.voucher_no, '-', typed.entry_no) end as record_key,
    crosswalk.fund_code,
    typed.booked_date,
    typed.voucher_no,
    typed.entry_no,
    typed.fund_name,
    typed.item,
    typed.summary,
    nullif({{ first_match("coalesce(typed.summary, '')", 'GK[0-9]{17}') }}, '') as transfer_batch_no,
    nullif({{ first_match("coalesce(typed.summary, '')", 'B[0-9]{9}[A-Z0-9]*') }}, '') as benefit_batch_no,
    typed.counterparty,
    typed.income,
    typed.expenditure,
    typed.balance
from typed
left join {{ ref('fund_crosswalk') }} as crosswalk
    on crosswalk.party = 'finance'
    and typed.fund_name = crosswalk.party_code
    and typed.booked_date >= crosswalk.valid_from
    and typed.booked_date <= crosswalk.valid_to
