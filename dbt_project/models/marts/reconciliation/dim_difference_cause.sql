-- Verdicts and causes with their labels: in which legs, who has to act, whether a line with them stays open, what people may choose.
select
    cause.verdict,
    verdict.label as verdict_label,
    cause.cause,
    cause.legs,
    cause.label,
    cause.english_label,
    cause.owner,
    cause.is_open,
    cause.is_by_person,
    cause.cause is not null and not cause.is_by_person and cause.verdict not in {{ settled_verdicts() }} as may_explain,
    cause.recognised_by
from {{ ref('difference_causes') }} as cause
inner join {{ ref('verdict') }} as verdict
    on cause.verdict = verdict.verdict
