-- The open items behind the carried-forward line by age (元, right less left).
with dated as (
    select
        amount * case when party = $left then -1 else 1 end as signed,
        date_diff('day', business_date, last_day(strptime($period, '%Y%m'))) as age_days
    from marts.difference_line
    where leg = $leg and region_code = $region and period <= $period and $fund in ('all', fund_code)
        and (is_open or cleared_period > $period and verdict in ('matched', 'self_cancelled'))
)

select
    count(*) as lines, coalesce(cast(sum(signed) as decimal(28, 2)), 0.00) as amount,
    coalesce(cast(sum(signed) filter (where age_days <= 30) as decimal(28, 2)), 0.00) as "0-30",
    coalesce(cast(sum(signed) filter (where age_days between 31 and 60) as decimal(28, 2)), 0.00) as "31-60",
    coalesce(cast(sum(signed) filter (where age_days between 61 and 90) as decimal(28, 2)), 0.00) as "61-90",
    coalesce(cast(sum(signed) filter (where age_days between 91 and 180) as decimal(28, 2)), 0.00) as "91-180",
    coalesce(cast(sum(signed) filter (where age_days > 180) as decimal(28, 2)), 0.00) as "over 180"
from dated
