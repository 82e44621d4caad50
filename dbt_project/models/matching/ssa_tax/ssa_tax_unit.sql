{{ config(materialized='view') }}
-- What the passes of the leg match: postings of the agency (L) and ticket lines of the tax bureau (R), with typed keys.
-- A ticket whose last three digits are zero may have lost them in a spreadsheet; the first fifteen are a key of their own,
-- and the number is sure only where it is whole.
select
    line_id as unit_id, record_key, cast('L' as string) as side, region_code, fund_code, payer_key, amount, period, work_no, ticket,
    case when ticket % 1000 = 0 then {{ first_fifteen("ticket") }} end as ticket15,
    case when ticket % 1000 <> 0 then ticket end as sure_ticket,
    assessment_no, cast(period as integer) as month_no, fee_month as fee_from, fee_month as fee_to, contribution_type as kind,
    false as is_waiting,
    is_repeat,
    false as is_late_fee,
    contribution_type like '经办%' as is_by_agency,
    amount < 0 as is_negative,
    amount < 0 and contribution_type not in ('退库', '退费', '退款') as is_reversal
from {{ ref('posting_line') }}
union all
select
    line_id as unit_id, record_key, cast('R' as string) as side, region_code, fund_code, payer_key, amount, {{ to_period('paid_date') }} as period, work_no, ticket,
    {{ first_fifteen("ticket") }} as ticket15,
    ticket as sure_ticket,
    assessment_no, cast({{ to_month('paid_date') }} as integer) as month_no, fee_from, fee_to, levy_type as kind,
    treasury_date is null as is_waiting,
    is_repeat,
    levy_type = '滞纳金' as is_late_fee,
    false as is_by_agency,
    amount < 0 as is_negative,
    amount < 0 and levy_type <> '退库' as is_reversal
from {{ ref('tax_line') }}
