-- The open items behind the carried-forward line by age (元, right less left).
with dated as (
    select
        amount * case when party = $left then -1 else 1 end as signed,
        date_diff('day', business_date, last_day(strptime($period, '%Y%m'))) as age_days
    from marts.difference_line
    where leg = $leg and region_code = $region and period <= $period and $fund in ('all', fund_code)
        and (is_open or cleared_period > $period and verdict in ('matched', 'self_cancelled'))
),

aged as (
    select signed, /*bucket*/ as bucket
    from dated
)

select
    grouping(known.bucket) as is_all, known.bucket, count(aged.signed) as lines,
    cast(coalesce(sum(aged.signed), 0) as decimal(28, 2)) as amount
from (select unnest($buckets) as bucket) as known
left join aged
    on known.bucket = aged.bucket
group by grouping sets ((known.bucket), ())
