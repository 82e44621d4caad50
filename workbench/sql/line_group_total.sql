-- Each side of a line's group, and right less left (元).
select
    count(*) filter (where party = $left) as left_lines, count(*) filter (where party <> $left) as right_lines,
    coalesce(cast(sum(amount) filter (where party = $left) as decimal(28, 2)), 0.00) as left_amount,
    coalesce(cast(sum(amount) filter (where party <> $left) as decimal(28, 2)), 0.00) as right_amount,
    cast(sum(case when party = $left then -amount else amount end) as decimal(28, 2)) as difference
from /*source*/
where leg = $leg and region_code = $region and /*group*/
