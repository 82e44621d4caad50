-- Causes of each leg as declared, in the words that people read.
create temp table declared as
select unnest(string_split(legs, ';')) as leg, verdict, verdict_label, cause, label, is_by_person
from marts.dim_difference_cause
where cause is not null;

create temp table of_cause as
select draft.draft_no, declared.verdict
from declared
inner join draft on declared.cause = draft.cause and declared.leg = draft.leg
where not declared.is_by_person;

create temp table spoken as
select draft.draft_no, coalesce(string_agg(distinct known.label, '／' order by known.label), max(draft.cause)) as cause
from draft
left join marts.dim_difference_cause as known on draft.cause = known.cause
group by draft.draft_no;

create temp table choice as
select leg, verdict, min(verdict_label) as verdict_label, string_agg(label, '、' order by label) filter (where not is_by_person) as causes
from declared
group by leg, verdict;
