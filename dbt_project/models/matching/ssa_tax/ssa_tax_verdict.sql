-- One row per line of the leg: verdict and proposed cause, with the evidence for both. Lines that a rule matched, nearly
-- all, need none of the joins.
select
    cast('ssa_tax' as string) as leg,
    outcome.unit_id as line_id,
    outcome.side,
    outcome.region_code,
    outcome.fund_code,
    outcome.amount,
    outcome.period,
    outcome.group_id,
    outcome.related_id,
    outcome.pass,
    outcome.rule,
    outcome.is_confirmed,
    outcome.verdict,
    case when outcome.opened_period <> outcome.cleared_period then 'in_transit' end as cause,
    outcome.opened_period,
    outcome.cleared_period,
    cast(null as string) as checker
from {{ ref('ssa_tax_outcome') }} as outcome
where outcome.verdict = 'matched' and outcome.pass <> 'P0'
union all
select
    cast('ssa_tax' as string) as leg,
    outcome.unit_id as line_id,
    outcome.side,
    outcome.region_code,
    outcome.fund_code,
    outcome.amount,
    outcome.period,
    outcome.group_id,
    outcome.related_id,
    outcome.pass,
    outcome.rule,
    outcome.is_confirmed,
    outcome.verdict,
    coalesce(decided.cause, {{ ssa_tax_cause() }}) as cause,
    outcome.opened_period,
    outcome.cleared_period,
    decided.checker
from {{ ref('ssa_tax_outcome') }} as outcome
left join {{ ref('ssa_tax_group') }} as sums
    on outcome.group_id = sums.group_id
left join {{ ref('region_as_of') }} as span
    on outcome.region_code = span.region_code
left join {{ ref('ssa_tax_struck') }} as struck
    on outcome.unit_id = struck.unit_id
left join {{ ref('refund_as_expenditure') }} as refund_booked
    on outcome.unit_id = refund_booked.line_id
left join {{ ref('ssa_tax_opening') }} as opening
    on outcome.unit_id = opening.unit_id
left join {{ ref('ssa_tax_decided') }} as decided
    on outcome.unit_id = decided.unit_id and decided.is_applied
where outcome.verdict <> 'matched' or outcome.pass = 'P0'
