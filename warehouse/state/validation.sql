-- Checks of one decision, the same that the build applies to it. Given: tables chosen (its lines as the person saw them)
-- and draft (one row). Made: table problem (message), empty when the decision holds; table touched (every line and unit
-- that it says something about).
create temp table candidate as
select
    line.party, line.dataset, line.line_id, line.unit_id, line.record_key, line.fund_code, line.amount, line.period,
    line.verdict, line.group_id, coalesce(line.unit_id, line.line_id) as unit_key,
    coalesce(line.group_id, line.unit_id, line.line_id) as group_key, coalesce(known.is_open, false) as is_open,
    case when line.party = draft.right_party then 'R' else 'L' end as side
from marts.fct_reconciliation_line as line
inner join draft
    on line.leg = draft.leg
    and line.region_code = draft.region_code
left join marts.dim_difference_cause as known
    on line.verdict = known.verdict
    and line.cause is not distinct from known.cause;

-- The published lines behind each chosen one: itself, or all lines of the chosen unit (a batch).
create temp table covered as
select chosen.line_id as chosen_id, candidate.*
from chosen
inner join candidate on chosen.line_id in (candidate.line_id, candidate.unit_id);

create temp table standing as
select covered.chosen_id
from covered
inner join chosen on covered.chosen_id = chosen.line_id
group by covered.chosen_id
having sum(covered.amount) = max(chosen.amount)
    and bool_or(
        covered.record_key = chosen.record_key and covered.fund_code = chosen.fund_code
        and covered.period = chosen.period and covered.dataset = chosen.dataset
    )
    and bool_and(covered.party = chosen.party);

create temp table touched as
select line_id as touched_id from covered
union
select unit_id from covered where unit_id is not null;

create temp table fund_total as
select fund_code, sum(case when side = 'L' then amount else -amount end) as rest
from covered
group by fund_code;

-- What the two sides of a match are to each other; the build names it the same.
create temp table pairing as
select
    (select coalesce(sum(amount), 0) from covered where side = 'L') as left_sum,
    (select coalesce(sum(amount), 0) from covered where side = 'R') as right_sum,
    (select count(distinct side) from covered) as sides,
    count(*) > 1 and bool_and(rest = 0) as is_several,
    case
        when sum(rest) = 0 then case when count(*) > 1 then 'fund_differs' else 'matched' end
        when count(*) = 1 and max(draft.leg) = 'ssa_tax' then 'amount_differs'
        else 'group_sum_differs'
    end as verdict
from fund_total, draft;

create temp table of_cause as
select known.verdict
from marts.dim_difference_cause as known
inner join draft on known.cause = draft.cause
where not known.is_by_person;

create temp table problem as
select concat('「', chosen.record_key, '」已不是所见的样子（内容或金额变了，或已不在对账中）：请刷新后再办。') as message
from chosen
where chosen.line_id not in (select chosen_id from standing)

union all
select concat('环节 ', draft.leg, ' 只比总额，没有可以决定的行。')
from draft
where draft.leg not in (select leg from marts.dim_match_pass where pass = 'P0')

union all
select concat('「', min(covered.record_key), '」选择了两次：它的批次也在所选之中。')
from covered
group by covered.line_id
having count(*) > 1

union all
select concat('「', chosen.record_key, '」不在', case chosen.side when 'L' then '左' else '右' end, '边。')
from chosen
inner join covered on chosen.line_id = covered.chosen_id
where chosen.side <> covered.side

union all
select distinct concat('「', covered.record_key, '」所在的组已随 ', link.cleared_period, ' 结账固定：先申请重开。')
from covered, draft, marts.fct_match_link as link
where link.leg = draft.leg
    and link.region_code = draft.region_code
    and link.unit_id = covered.unit_key
    and list_contains(draft.closed_periods, link.cleared_period)

union all
select concat(draft.period, ' 已经结账：请记在还没有结账的月份，或先申请重开。')
from draft
where draft.kind <> 'explain' and list_contains(draft.closed_periods, draft.period)

union all
select concat('「', covered.record_key, '」没有未了的差异，不需要办理。')
from covered, draft
where draft.kind <> 'unmatch' and not covered.is_open

union all
select concat('「', covered.record_key, '」没有勾对，不需要拆开。')
from covered, draft
where draft.kind = 'unmatch' and covered.group_id is null

union all
select concat('同一组须一并办理：「', min(covered.record_key), '」的组共 ', cast(whole.lines as varchar), ' 行，只选了 ', cast(count(*) as varchar), ' 行。')
from covered
inner join (select group_key, count(*) as lines from candidate group by group_key) as whole
    on covered.group_key = whole.group_key
where (select kind from draft) in ('explain', 'unmatch', 'write_off')
group by covered.group_key, whole.lines
having count(*) < whole.lines

union all
select concat('同一批次须一并办理：「', min(covered.record_key), '」的批次共 ', cast(whole.lines as varchar), ' 行，只选了 ', cast(count(*) as varchar), ' 行。')
from covered
inner join (select unit_key, count(*) as lines from candidate group by unit_key) as whole
    on covered.unit_key = whole.unit_key
where (select kind from draft) in ('match', 'exclude')
group by covered.unit_key, whole.lines
having count(*) < whole.lines

union all
select distinct concat('原因 ', draft.cause, ' 不适用于「', covered.record_key, '」（', covered.verdict, '）。')
from covered, draft
where draft.kind = 'explain' and covered.verdict not in (select verdict from of_cause)

union all
select concat('「', covered.record_key, '」（', covered.verdict, '）不能核销。')
from covered, draft
where draft.kind = 'write_off'
    and covered.verdict not in (select verdict from marts.dim_difference_cause where cause = 'written_off')

union all
select concat('核销 ', cast(total.difference as varchar), ' 元，超过上限 ', cast(draft.write_off_cap as varchar), ' 元：请按制度另行报批。')
from draft, (
    select sum(abs(each_group.rest)) as difference
    from (select sum(case when side = 'L' then amount else -amount end) as rest from covered group by group_key) as each_group
) as total
where draft.kind = 'write_off' and total.difference > draft.write_off_cap

union all
select '勾对须两边都有行。'
from draft, pairing
where draft.kind = 'match' and pairing.sides < 2

union all
select '各险种各自相等：请按险种分别勾对。'
from draft, pairing
where draft.kind = 'match' and pairing.is_several

union all
select concat(
    '两边合计不等：左 ', cast(pairing.left_sum as varchar), '，右 ', cast(pairing.right_sum as varchar),
    '（元）。请调整所选，或选一个说明差额的原因。'
)
from draft, pairing
where draft.kind = 'match'
    and pairing.left_sum <> pairing.right_sum
    and pairing.verdict not in (select verdict from of_cause)

union all
select concat('两边合计相等，原因 ', draft.cause, ' 不适用。')
from draft, pairing
where draft.kind = 'match'
    and draft.cause is not null
    and pairing.left_sum = pairing.right_sum
    and not exists (select 1 from of_cause where of_cause.verdict in (pairing.verdict, 'period_differs'));
