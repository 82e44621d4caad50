-- Each verdict with its cause is a row of the seed for this leg: with a label, an owner, and whether it stays open.
select distinct line.leg, line.verdict, line.cause
from {{ ref('fct_reconciliation_line') }} as line
left join {{ ref('difference_causes') }} as cause
    on line.verdict = cause.verdict
    and coalesce(line.cause, '') = coalesce(cause.cause, '')
    and {{ is_cause_of('cause.legs', 'line.leg') }}
where cause.verdict is null
