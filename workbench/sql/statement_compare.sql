-- As published at a close beside as known now, line by line (元).
with then_published as (
    select line_no, line_code, label, amount
    from marts.fct_closed_bridge
    where closed_period = $period and close_version = $version
        and leg = $leg and region_code = $region and fund_code = $fund and period = $period and basis = $basis
),

known_now as (
    select line_no, line_code, label, amount
    from marts.fct_reconciliation_bridge
    where leg = $leg and region_code = $region and fund_code = $fund and period = $period and basis = $basis
)

select
    coalesce(then_published.line_no, known_now.line_no) as line_no, line_code, coalesce(known_now.label, then_published.label) as label,
    then_published.amount as published_amount, known_now.amount as known_amount,
    cast(coalesce(known_now.amount, 0) - coalesce(then_published.amount, 0) as decimal(28, 2)) as moved
from then_published
full join known_now using (line_code)
order by line_no, line_code
