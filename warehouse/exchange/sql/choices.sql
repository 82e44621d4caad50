-- Causes that a person may give for a verdict, as declared.
select verdict, cause, label
from marts.dim_difference_cause
where may_explain
order by verdict, cause
