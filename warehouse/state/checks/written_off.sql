-- What each group leaves between its sides, 元.
create temp table rest_of_group as
select draft_no, group_key, sum(case when side = 'L' then amount else -amount end) as rest
from covered
group by draft_no, group_key;

insert into problem
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
select draft.draft_no, concat('核销 ', cast(sum(abs(rest_of_group.rest)) as varchar), ' 元，超过上限 ', cast(draft.write_off_cap as varchar), ' 元：请按制度另行报批。')
from draft
inner join rest_of_group on draft.draft_no = rest_of_group.draft_no
where draft.kind = 'write_off'
group by draft.draft_no, draft.write_off_cap
having sum(abs(rest_of_group.rest)) > draft.write_off_cap

union all
select draft.draft_no, concat(draft.period, ' 连同已提出和已批准的共核销 ', cast(month.amount as varchar), ' 元，超过每月上限 ', cast(draft.month_write_off_cap as varchar), ' 元：请按制度另行报批。')
from draft
inner join (
    select each_draft.region_code, each_draft.period, sum(abs(rest_of_group.rest)) as amount
    from rest_of_group
    inner join draft as each_draft
        on rest_of_group.draft_no = each_draft.draft_no
    where each_draft.kind = 'write_off'
    group by each_draft.region_code, each_draft.period
) as month
    on draft.region_code = month.region_code
    and draft.period = month.period
where draft.kind = 'write_off' and month.amount > draft.month_write_off_cap;
