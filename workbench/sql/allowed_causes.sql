-- Causes that a person may give to every one of the verdicts.
select cause, min(label) as label, min(owner) as owner
from marts.dim_difference_cause
where may_explain and list_contains($verdicts, verdict)
group by cause
having count(*) = $count
order by cause
