-- A difference is explained, split and written off whole; a batch is matched and excluded whole.
insert into problem
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
having count(*) < whole.lines;
