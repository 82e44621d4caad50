-- What became of approved decisions in the published build.
select decision_id, state, why
from marts.fct_decision
where list_contains($ids, decision_id)
