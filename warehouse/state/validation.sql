-- Checks of decisions, the same that the build applies to them. Given: tables chosen (their lines as people saw them) and
-- draft (one row each), by draft_no. Made: table problem (draft_no, message), empty when all hold; table touched (every
-- line and unit that each says something about). Drafts below zero are the month's other write-offs: they only count for its cap.
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

-- What the two sides of a match are to each other; the build names it the same.
create temp table pairing as
with fund_total as (
    select draft_no, fund_code, sum(case when side = 'L' then amount else -amount end) as rest
    from covered
    group by draft_no, fund_code
),

verdict as (
    select
        draft.draft_no,
        count(*) > 1 and bool_and(fund_total.rest = 0) as is_several,
        case
            when sum(fund_total.rest) = 0 then case when count(*) > 1 then 'fund_differs' else 'matched' end
            when count(*) = 1 and max(draft.leg) = 'ssa_tax' then 'amount_differs'
            else 'group_sum_differs'
        end as verdict
    from fund_total
    inner join draft on fund_total.draft_no = draft.draft_no
    group by draft.draft_no
)

select
    draft.draft_no, draft.cause, verdict.is_several, verdict.verdict,
    count(distinct covered.side) as sides,
    sum(case when covered.side = 'L' then covered.amount else 0 end) as left_sum,
    sum(case when covered.side = 'R' then covered.amount else 0 end) as right_sum
from draft
inner join verdict on draft.draft_no = verdict.draft_no
inner join covered on draft.draft_no = covered.draft_no
where draft.kind = 'match'
group by draft.draft_no, draft.cause, verdict.is_several, verdict.verdict;

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

create temp table problem as
select chosen.draft_no, concat('「', chosen.record_key, '」已不是所见的样子（内容或金额变了，或已不在对账中）：请刷新后再办。') as message
from chosen
left join standing on chosen.draft_no = standing.draft_no and chosen.line_id = standing.chosen_id
where standing.chosen_id is null

union all
select draft_no, '这个环节只比总额，没有可以决定的行。'
from draft
where leg not in (select leg from marts.dim_match_pass where pass = 'P0')

union all
select draft_no, concat('「', min(record_key), '」选择了两次：它的批次也在所选之中。')
from covered
group by draft_no, line_id
having count(*) > 1

union all
select chosen.draft_no, concat('「', chosen.record_key, '」不在', case chosen.side when 'L' then '左' else '右' end, '边。')
from chosen
inner join covered on chosen.draft_no = covered.draft_no and chosen.line_id = covered.chosen_id
where chosen.side <> covered.side

union all
select covered.draft_no, concat('「', covered.record_key, '」所在的组已随 ', link.cleared_period, ' 结账固定：先申请重开。')
from covered
inner join draft on covered.draft_no = draft.draft_no
inner join marts.fct_match_link as link
    on link.unit_id = covered.unit_key
    and link.leg = draft.leg
    and link.region_code = draft.region_code
where list_contains(draft.closed_periods, link.cleared_period)

union all
select draft_no, concat(period, ' 已经结账：请记在还没有结账的月份，或先申请重开。')
from draft
where kind <> 'explain' and list_contains(closed_periods, period)

union all
select covered.draft_no, concat('「', covered.record_key, '」没有未了的差异，不需要办理。')
from covered
inner join draft on covered.draft_no = draft.draft_no
where draft.kind <> 'unmatch' and not covered.is_open

union all
select covered.draft_no, concat('「', covered.record_key, '」没有勾对，不需要拆开。')
from covered
inner join draft on covered.draft_no = draft.draft_no
where draft.kind = 'unmatch' and covered.group_id is null

union all
select covered.draft_no, concat('同一组须一并办理：「', min(covered.record_key), '」的组共 ', cast(whole.lines as varchar), ' 行，只选了 ', cast(count(*) as varchar), ' 行。')
from covered
inner join draft on covered.draft_no = draft.draft_no
inner join (select draft_no, group_key, count(*) as lines from candidate group by draft_no, group_key) as whole
    on covered.draft_no = whole.draft_no
    and covered.group_key = whole.group_key
where draft.kind in ('explain', 'unmatch', 'write_off')
group by covered.draft_no, covered.group_key, whole.lines
having count(*) < whole.lines

union all
select covered.draft_no, concat('同一批次须一并办理：「', min(covered.record_key), '」的批次共 ', cast(whole.lines as varchar), ' 行，只选了 ', cast(count(*) as varchar), ' 行。')
from covered
inner join draft on covered.draft_no = draft.draft_no
inner join (select draft_no, unit_key, count(*) as lines from candidate group by draft_no, unit_key) as whole
    on covered.draft_no = whole.draft_no
    and covered.unit_key = whole.unit_key
where draft.kind in ('match', 'exclude')
group by covered.draft_no, covered.unit_key, whole.lines
having count(*) < whole.lines

union all
select
    covered.draft_no,
    concat('原因“', coalesce(beside.label, spoken.cause), '”不适用于「', covered.record_key, '」（', choice.verdict_label, '），可选：', choice.causes, '。')
from covered
inner join draft on covered.draft_no = draft.draft_no
inner join spoken on covered.draft_no = spoken.draft_no
left join choice on draft.leg = choice.leg and covered.verdict = choice.verdict
left join marts.dim_difference_cause as beside on draft.cause = beside.cause and covered.verdict = beside.verdict
left join of_cause on covered.draft_no = of_cause.draft_no and covered.verdict = of_cause.verdict
where draft.kind = 'explain' and of_cause.verdict is null

union all
select
    covered.draft_no,
    concat('「', covered.record_key, '」（', coalesce(choice.verdict_label, covered.verdict), '）不能核销：只有金额不符、合计不符和一方独有的差异可以。')
from covered
inner join draft on covered.draft_no = draft.draft_no
left join choice on draft.leg = choice.leg and covered.verdict = choice.verdict
left join declared
    on draft.leg = declared.leg
    and covered.verdict = declared.verdict
    and declared.cause = 'written_off'
where draft.kind = 'write_off' and declared.verdict is null

union all
select draft.draft_no, concat('核销 ', cast(sum(abs(each_group.rest)) as varchar), ' 元，超过上限 ', cast(draft.write_off_cap as varchar), ' 元：请按制度另行报批。')
from draft
inner join (
    select draft_no, group_key, sum(case when side = 'L' then amount else -amount end) as rest
    from covered
    group by draft_no, group_key
) as each_group
    on draft.draft_no = each_group.draft_no
where draft.kind = 'write_off'
group by draft.draft_no, draft.write_off_cap
having sum(abs(each_group.rest)) > draft.write_off_cap

union all
select draft.draft_no, concat(draft.period, ' 连同已提出和已批准的共核销 ', cast(month.amount as varchar), ' 元，超过每月上限 ', cast(draft.month_write_off_cap as varchar), ' 元：请按制度另行报批。')
from draft
inner join (
    select each_draft.region_code, each_draft.period, sum(abs(each_group.rest)) as amount
    from (
        select draft_no, group_key, sum(case when side = 'L' then amount else -amount end) as rest
        from covered
        group by draft_no, group_key
    ) as each_group
    inner join draft as each_draft
        on each_group.draft_no = each_draft.draft_no
    where each_draft.kind = 'write_off'
    group by each_draft.region_code, each_draft.period
) as month
    on draft.region_code = month.region_code
    and draft.period = month.period
where draft.kind = 'write_off' and month.amount > draft.month_write_off_cap

union all
select draft_no, '勾对须两边都有行。'
from pairing
where sides < 2

union all
select draft_no, '各险种各自相等：请按险种分别勾对。'
from pairing
where is_several

union all
select pairing.draft_no, concat('两边合计不等：左 ', cast(pairing.left_sum as varchar), '，右 ', cast(pairing.right_sum as varchar), '（元）。请调整所选，或选一个说明差额的原因：', choice.causes, '。')
from pairing
inner join draft on pairing.draft_no = draft.draft_no
left join choice on draft.leg = choice.leg and pairing.verdict = choice.verdict
left join of_cause on pairing.draft_no = of_cause.draft_no and pairing.verdict = of_cause.verdict
where pairing.left_sum <> pairing.right_sum and of_cause.verdict is null

union all
select pairing.draft_no, concat('两边合计相等，原因“', spoken.cause, '”不适用。')
from pairing
inner join spoken on pairing.draft_no = spoken.draft_no
left join of_cause
    on pairing.draft_no = of_cause.draft_no
    and of_cause.verdict in (pairing.verdict, 'period_differs')
where pairing.cause is not null and pairing.left_sum = pairing.right_sum and of_cause.verdict is null;
