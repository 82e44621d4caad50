-- Lines are as people saw them, in a leg that has lines, on their side, each once.
insert into problem
select chosen.draft_no, concat('「', chosen.record_key, '」已不是所见的样子（内容或金额变了，或已不在对账中）：请刷新后再办。')
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
where chosen.side <> covered.side;
