-- The statement in the layout of 余额调节表 (元): on each side the reported total, what leads to the details, what the other
-- party has and this one lacks, and the balance after adjustment. Both balances differ by what is unexplained.
with line as (
    select line_no, line_code, label, amount
    from /*source*/
    where leg = $leg and region_code = $region and fund_code = $fund and period = $period and basis = $basis
),

cell as (
    select 'L' as side, 1 as section, line_no, line_code, label, amount from line where line_code = 'left_reported'
    union all
    select 'L', 2, line_no, line_code, label, amount from line where line_no > 100 and line_no < 200
    union all
    select 'L', 3, line_no, line_code, label, amount from line where line_code = 'left_detail'
    union all
    select 'L', 4, line_no, line_code, label, amount from line where line_no >= 300 and line_no < 700 and amount > 0
    union all
    select 'L', 5, 999, 'left_adjusted', '调节后余额', cast(sum(amount) as decimal(28, 2))
    from line
    where line_code = 'left_detail' or line_no >= 300 and line_no < 700 and amount > 0
    union all
    select 'R', 1, line_no, line_code, label, amount from line where line_code = 'right_reported'
    union all
    select 'R', 2, line_no, line_code, label, -amount from line where line_no > 700 and line_no < 800
    union all
    select 'R', 3, line_no, line_code, label, amount from line where line_code = 'right_detail'
    union all
    select 'R', 4, line_no, line_code, label, -amount from line where line_no >= 300 and line_no < 700 and amount < 0
    union all
    select 'R', 5, 999, 'right_adjusted', '调节后余额',
        cast(sum(case when line_code = 'right_detail' then amount else -amount end) as decimal(28, 2))
    from line
    where line_code = 'right_detail' or line_no >= 300 and line_no < 700 and amount < 0
),

placed as (
    select *, row_number() over (partition by side, section order by line_no, line_code) as place from cell
)

select
    section, place,
    max(label) filter (where side = 'L') as left_label, max(line_code) filter (where side = 'L') as left_code,
    max(amount) filter (where side = 'L') as left_amount,
    max(label) filter (where side = 'R') as right_label, max(line_code) filter (where side = 'R') as right_code,
    max(amount) filter (where side = 'R') as right_amount
from placed
group by section, place
order by section, place
