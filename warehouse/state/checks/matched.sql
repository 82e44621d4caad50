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

insert into problem
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
