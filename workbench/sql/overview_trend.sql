-- The year month by month, all funds together: what was left open and what differed, in absolute 万元, and the rate matched.
with stand as (
    select
        period, leg,
        max(case when line_code = 'open_carried_forward' then amount end) as carried_forward,
        max(case when line_code = 'gross_difference' then amount end) as gross_difference
    from marts.fct_reconciliation_bridge
    where region_code = $region and fund_code = 'all' and basis = 'paid_date' and leg <> 'total_3way'
        and substr(period, 1, 4) = substr($period, 1, 4)
    group by period, leg
),

rate as (
    select period, leg, cast(sum(matched_lines) * 100.0 / nullif(sum(lines), 0) as decimal(9, 4)) as matched_percent
    from marts.mart_reconciliation_summary
    where region_code = $region
    group by period, leg
)

select
    stand.period, stand.leg, rate.matched_percent,
    cast(abs(stand.carried_forward) * 0.0001 as decimal(28, 4)) as open_wan,
    cast(stand.gross_difference * 0.0001 as decimal(28, 4)) as differing_wan
from stand
left join rate
    on stand.period = rate.period and stand.leg = rate.leg
order by stand.leg, stand.period
