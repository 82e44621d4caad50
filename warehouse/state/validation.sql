-- Checks of one decision. Given: tables chosen (its lines as the person saw them) and draft (one row).
-- Made: table problem (message), empty when the decision holds; table touched (every line and unit that it says
-- something about); table write_off (its amount and the region's cap, in 分).
create temp table candidate as
select
    line.party, line.dataset, line.line_id, line.unit_id, line.record_key, line.fund_code, line.amount, line.period,
    line.verdict, line.cause, line.group_id, coalesce(known.is_open, false) as is_open
from marts.fct_reconciliation_line as line
inner join draft
    on line.leg = draft.leg
    and line.region_code = draft.region_code
left join marts.dim_difference_cause as known
    on line.verdict = known.verdict
    and line.cause is not distinct from known.cause;

-- The published lines behind each chosen one: itself, or all lines of the chosen unit (a batch).
create temp table covered as
select chosen.line_id as chosen_id, chosen.side, candidate.*
from chosen
inner join candidate on chosen.line_id in (candidate.line_id, candidate.unit_id);

create temp table standing as
select chosen_id
from covered
inner join chosen on covered.chosen_id = chosen.line_id
group by chosen_id
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

-- 分, so that the state database can add them up exactly.
create temp table write_off as
select
    (select cast(sum(abs(amount)) * 100 as bigint) from chosen) as amount_cents,
    coalesce((
        select cast(cap.write_off_cap * 100 as bigint)
        from marts.dim_materiality as cap, draft
        where cap.region_code in (draft.region_code, '*')
        order by case when cap.region_code = '*' then 1 else 0 end
        limit 1
    ), 0) as cap_cents;

create temp table problem as
with side_total as (
    select
        coalesce(sum(case when side = 'L' then amount end), 0) as left_sum,
        coalesce(sum(case when side = 'R' then amount end), 0) as right_sum
    from chosen
),

fund_total as (
    select fund_code, sum(case when side = 'L' then amount else -amount end) as rest
    from covered
    group by fund_code
),

of_cause as (
    select known.verdict
    from marts.dim_difference_cause as known
    inner join draft on known.cause = draft.cause
)

select concat('「', chosen.record_key, '」已不是所见的样子（内容或金额变了，或已不在对账中）：请刷新后再办。') as message
from chosen
where chosen.line_id not in (select chosen_id from standing)

union all
select concat('「', covered.record_key, '」选择了两次：它的批次也在所选之中。')
from covered
group by covered.line_id, covered.record_key
having count(*) > 1

union all
select concat('「', chosen.record_key, '」不在', case chosen.side when 'L' then '左' else '右' end, '边。')
from chosen, draft
where chosen.party in (draft.left_party, draft.right_party)
    and chosen.party <> case chosen.side when 'L' then draft.left_party else draft.right_party end

union all
select distinct concat('「', covered.record_key, '」所在的组已随 ', link.cleared_period, ' 结账固定：先申请重开。')
from covered, draft, marts.fct_match_link as link
where link.leg = draft.leg
    and link.region_code = draft.region_code
    and link.unit_id = coalesce(covered.unit_id, covered.line_id)
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
select distinct concat('这个原因不适用于「', covered.record_key, '」（', covered.verdict, '）。')
from covered, draft
where draft.kind = 'explain' and covered.verdict not in (select verdict from of_cause)

union all
select concat(
    '两边合计不等：左 ', cast(left_sum as varchar), '，右 ', cast(right_sum as varchar), '（元）。请调整所选，或选一个说明差额的原因。'
)
from side_total
where (select kind from draft) = 'match'
    and left_sum <> right_sum
    and not exists (select 1 from of_cause where verdict in ('amount_differs', 'group_sum_differs'))

union all
select '两边合计相等但险种不同：请选一个说明险种不同的原因。'
from side_total
where (select kind from draft) = 'match'
    and left_sum = right_sum
    and exists (select 1 from fund_total where rest <> 0)
    and not exists (select 1 from of_cause where verdict = 'fund_differs')

union all
select '两边相等，不需要差额的原因。'
from side_total
where (select kind from draft) = 'match'
    and (select cause from draft) is not null
    and left_sum = right_sum
    and not exists (select 1 from fund_total where rest <> 0)
    and not exists (select 1 from of_cause where verdict in ('matched', 'period_differs'))

union all
select concat('「', covered.record_key, '」没有勾对，不需要拆开。')
from covered, draft
where draft.kind = 'unmatch' and covered.group_id is null

union all
select concat('拆开要选整组：「', min(covered.record_key), '」的组共 ', cast(whole.lines as varchar), ' 行。')
from covered
inner join (select group_id, count(*) as lines from candidate group by group_id) as whole
    on covered.group_id = whole.group_id
where (select kind from draft) = 'unmatch'
group by covered.group_id, whole.lines
having count(*) < whole.lines

union all
select '这个原因不适用于不计入对账的项目。'
from draft
where draft.kind = 'exclude' and draft.cause is not null and 'excluded' not in (select verdict from of_cause);
