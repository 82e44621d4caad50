-- What people close stays; a difference is still one, a match still stands.
insert into problem
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
where draft.kind = 'unmatch' and covered.group_id is null;
