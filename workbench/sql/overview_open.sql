-- Open lines at the month's end by leg, age and whose turn it is: how many, and how much in absolute amounts (元).
with dated as (
    select
        leg, amount, case when is_open then coalesce(owner, 'undecided') else 'cleared_since' end as owner,
        date_diff('day', business_date, last_day(strptime($period, '%Y%m'))) as age_days
    from marts.difference_line
    where region_code = $region and period <= $period
        and (is_open or cleared_period > $period and verdict in ('matched', 'self_cancelled'))
),

aged as (
    select
        leg, amount, owner,
        /*bucket*/ as bucket
    from dated
)

select
    grouping(leg) as is_all_legs, grouping(bucket) as is_all_buckets, grouping(owner) as is_all_owners,
    leg, bucket, owner, count(*) as lines, cast(sum(abs(amount)) as decimal(28, 2)) as amount
from aged
group by grouping sets ((leg, bucket), (bucket), (owner), (leg), (leg, owner), ())
order by leg, bucket, owner
