-- What the passes of the leg match: postings of the agency (L) and ticket lines of the tax bureau (R), with typed keys.
-- A ticket whose last three digits are zero may have lost them in a spreadsheet; the first fifteen are a key of their own,
-- and the number is sure only where it is whole.
with unit as (
    select
        line_id, cast('L' as string) as side, region_code, fund_code, payer_key, amount, period, posted_date as day, ticket,
        case when ticket % 1000 = 0 then {{ first_fifteen("ticket") }} end as ticket15,
        assessment_no, fee_month as fee_from, fee_month as fee_to, contribution_type as kind, copy_no, false as is_waiting
    from {{ ref('posting_line') }}
    union all
    select
        line_id, cast('R' as string) as side, region_code, fund_code, payer_key, amount, paid_period as period,
        coalesce(treasury_date, paid_date) as day, ticket,
        {{ first_fifteen("ticket") }} as ticket15,
        assessment_no, fee_from, fee_to, levy_type as kind, copy_no, treasury_date is null as is_waiting
    from {{ ref('tax_line') }}
)

select
    unit.line_id as unit_id,
    unit.side,
    unit.region_code,
    unit.fund_code,
    unit.payer_key,
    unit.amount,
    unit.period,
    day.work_no,
    unit.ticket,
    unit.ticket15,
    case when unit.side = 'R' or unit.ticket % 1000 <> 0 then unit.ticket end as sure_ticket,
    unit.assessment_no,
    unit.fee_from,
    unit.fee_to,
    unit.kind,
    unit.is_waiting,
    unit.copy_no > 1 as is_repeat,
    unit.kind = '滞纳金' and unit.side = 'R' as is_late_fee,
    unit.kind like '经办%' and unit.side = 'L' as is_by_agency,
    unit.amount < 0 as is_negative,
    unit.amount < 0 and unit.kind not in ('退库', '退费', '退款') as is_reversal,
    unit.amount < 0 as is_refund
from unit
left join {{ ref('working_day') }} as day
    on unit.day = day.day
