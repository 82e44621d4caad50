-- Totals of what was chosen, by side (元), and right less left: before a person says so.
select
    count(*) filter (where party = $left) as left_lines, count(*) filter (where party <> $left) as right_lines,
    coalesce(cast(sum(amount) filter (where party = $left) as decimal(28, 2)), 0.00) as left_amount,
    coalesce(cast(sum(amount) filter (where party <> $left) as decimal(28, 2)), 0.00) as right_amount,
    coalesce(cast(sum(case when party = $left then -amount else amount end) as decimal(28, 2)), 0.00) as difference
from marts.fct_reconciliation_line
where leg = $leg and region_code = $region and line_id in (select unnest($lines))
