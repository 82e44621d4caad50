-- Verdict and proposed cause of the lines that the exact pass on the ticket left, with the evidence for both.
select
    cast('ssa_tax' as string) as leg,
    outcome.unit_id as line_id,
    {{ outcome_columns() }},
    coalesce(decided.cause, {{ ssa_tax_cause() }}) as cause,
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
    on outcome.unit_id = decided.unit_id and decided.is_applied and (outcome.verdict <> 'matched' or outcome.pass = 'P0')
where outcome.rule <> '{{ var("bulk_passes")["ssa_tax"] }}'
