-- Causes that a person may give for a verdict in each leg, as declared.
select unnest(string_split(legs, ';')) as leg, verdict, cause, label
from marts.dim_difference_cause
where may_explain
order by leg, verdict, cause
