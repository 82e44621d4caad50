-- The published lines behind what people chose. Given: chosen (their lines as people saw them) and draft, by draft_no; drafts
-- below zero are the month's other write-offs. Made: covered, touched (every line and unit that a draft says something about).
create temp table hit as
select distinct
    draft.draft_no, coalesce(line.group_id, line.unit_id, line.line_id) as group_key,
    coalesce(line.unit_id, line.line_id) as unit_key
from chosen
inner join draft on chosen.draft_no = draft.draft_no
inner join marts.fct_reconciliation_line as line
    on chosen.line_id = line.line_id
    and draft.leg = line.leg
    and draft.region_code = line.region_code
union
select distinct
    draft.draft_no, coalesce(line.group_id, line.unit_id, line.line_id) as group_key, line.unit_id as unit_key
from chosen
inner join draft on chosen.draft_no = draft.draft_no
inner join marts.fct_reconciliation_line as line
    on chosen.line_id = line.unit_id
    and draft.leg = line.leg
    and draft.region_code = line.region_code;

-- The lines that were chosen, and those beside them in their groups.
create temp table candidate as
select
    draft.draft_no, line.party, line.dataset, line.line_id, line.unit_id, line.record_key, line.fund_code, line.amount,
    line.period, line.verdict, line.group_id, coalesce(line.unit_id, line.line_id) as unit_key,
    coalesce(line.group_id, line.unit_id, line.line_id) as group_key, coalesce(known.is_open, false) as is_open,
    case when line.party = draft.right_party then 'R' else 'L' end as side
from marts.fct_reconciliation_line as line
inner join (select distinct draft_no, group_key from hit) as near
    on coalesce(line.group_id, line.unit_id, line.line_id) = near.group_key
inner join draft
    on near.draft_no = draft.draft_no
    and line.leg = draft.leg
    and line.region_code = draft.region_code
left join marts.dim_difference_cause as known
    on line.verdict = known.verdict
    and line.cause is not distinct from known.cause;

-- The published lines behind each chosen one: itself, or all lines of the chosen unit (a batch).
create temp table covered as
select chosen.line_id as chosen_id, candidate.*
from chosen
inner join candidate on chosen.draft_no = candidate.draft_no and chosen.line_id = candidate.line_id
union all
select chosen.line_id as chosen_id, candidate.*
from chosen
inner join candidate on chosen.draft_no = candidate.draft_no and chosen.line_id = candidate.unit_id
where candidate.unit_id <> candidate.line_id;

create temp table standing as
select covered.draft_no, covered.chosen_id
from covered
inner join chosen
    on covered.draft_no = chosen.draft_no
    and covered.chosen_id = chosen.line_id
group by covered.draft_no, covered.chosen_id
having sum(covered.amount) = max(chosen.amount)
    and bool_or(
        covered.record_key = chosen.record_key and covered.fund_code = chosen.fund_code
        and covered.period = chosen.period and covered.dataset = chosen.dataset
    )
    and bool_and(covered.party = chosen.party);

create temp table touched as
select draft_no, line_id as touched_id from covered
union
select draft_no, unit_id as touched_id from covered where unit_id is not null;
