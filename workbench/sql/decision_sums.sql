-- What decisions come to (元): lines, each side, right less left. $ids, $sides, $amounts are the lines of all of them.
with said as (
    select unnest($ids) as decision_id, unnest($sides) as side, cast(unnest($amounts) as decimal(18, 2)) as amount
)

select
    decision_id, count(*) as lines,
    coalesce(cast(sum(amount) filter (where side = 'L') as decimal(28, 2)), 0.00) as left_amount,
    coalesce(cast(sum(amount) filter (where side = 'R') as decimal(28, 2)), 0.00) as right_amount,
    cast(sum(case side when 'R' then amount else -amount end) as decimal(28, 2)) as difference
from said
group by decision_id
