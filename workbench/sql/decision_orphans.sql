-- Approved decisions that do not act on the published build although they should: somebody has to look again.
select decision_id, kind, leg, region_code, period, cause, maker, checker, approved_at, lines, state, why
from marts.fct_decision
where state in ('orphaned', 'refused')
order by approved_at desc, decision_id
