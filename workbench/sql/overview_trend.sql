-- The year month by month and leg by leg, and each month's total (leg is null): differences open at the month's end, each
-- counted once with its lines up to that month (元, 万元), and the rate matched.
with month as (
    select period
    from marts.dim_period
    where region_code = $region and state = 'complete' and substr(period, 1, 4) = substr($period, 1, 4)
),

differing as (
    select
        month.period, line.leg, coalesce(line.group_id, line.unit_id, line.line_id) as difference_id,
        sum(case when line.party = case line.leg when 'tax_fin' then 'tax' else 'social_security' end then -line.amount else line.amount end)
            as difference
    from month
    inner join marts.difference_line as line
        on line.region_code = $region and line.period <= month.period
    where line.leg <> 'total_3way'
        and (line.is_open or line.cleared_period > month.period and line.verdict in ('matched', 'self_cancelled'))
    group by month.period, line.leg, coalesce(line.group_id, line.unit_id, line.line_id)
),

stand as (
    select
        period, leg, count(*) as differences, cast(sum(abs(difference)) as decimal(28, 2)) as gross,
        cast(sum(difference) as decimal(28, 2)) as net
    from differing
    group by grouping sets ((period, leg), (period))
),

rate as (
    select period, leg, cast(sum(matched_lines) * 100.0 / nullif(sum(lines), 0) as decimal(9, 4)) as matched_percent
    from marts.mart_reconciliation_summary
    where region_code = $region and leg <> 'total_3way' and substr(period, 1, 4) = substr($period, 1, 4)
    group by period, leg
)

select
    coalesce(stand.period, rate.period) as period, coalesce(stand.leg, rate.leg) as leg, rate.matched_percent, stand.differences, stand.gross,
    stand.net, cast(coalesce(stand.gross, 0.00) * 0.0001 as decimal(28, 4)) as open_wan
from stand
full join rate
    on stand.period = rate.period and stand.leg = rate.leg
order by leg nulls last, period
