-- The cause belongs to the verdict in this leg.
insert into problem
select
    covered.draft_no,
    concat('原因“', coalesce(beside.label, spoken.cause), '”不适用于「', covered.record_key, '」（', choice.verdict_label, '），可选：', choice.causes, '。')
from covered
inner join draft on covered.draft_no = draft.draft_no
inner join spoken on covered.draft_no = spoken.draft_no
left join choice on draft.leg = choice.leg and covered.verdict = choice.verdict
left join marts.dim_difference_cause as beside on draft.cause = beside.cause and covered.verdict = beside.verdict
left join of_cause on covered.draft_no = of_cause.draft_no and covered.verdict = of_cause.verdict
where draft.kind = 'explain' and of_cause.verdict is null;
