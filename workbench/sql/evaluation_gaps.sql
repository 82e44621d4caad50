-- What the tables of a year still lack, what stops the final version first.
select fund_code, gap_no, gap_kind, title, level_3, detail, owner, action, blocks_final
from marts.mart_self_evaluation_gap
where year = $year and region_code = $region
order by blocks_final desc, fund_code, gap_no
