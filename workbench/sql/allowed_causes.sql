-- Causes that a person may give, in this leg, to every one of the verdicts.
select cause, min(label) as label, min(owner) as owner
from marts.dim_difference_cause
where may_explain and list_contains($verdicts, verdict) and list_contains(string_split(legs, ';'), $leg)
group by cause
having count(*) = $count
order by cause
