{{ config(materialized='view') }}
-- One row per line of the leg: verdict and proposed cause. Lines that agree on the ticket, nearly all, are read from their
-- pairs; the others stand in a table with the evidence.
select
    cast('ssa_tax' as string) as leg,
    outcome.unit_id as line_id,
    {{ outcome_columns() }},
    case when outcome.opened_period <> outcome.cleared_period then 'in_transit' end as cause,
    cast(null as string) as checker
from {{ ref('ssa_tax_outcome') }} as outcome
where outcome.rule = '{{ var("bulk_passes")["ssa_tax"] }}'
union all
select
    leg, line_id, side, region_code, fund_code, amount, period, group_id, related_id, pass, rule, is_confirmed, verdict,
    opened_period, cleared_period, cause, checker
from {{ ref('ssa_tax_rest_verdict') }}
