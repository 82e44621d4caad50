-- What waits in all, and for each party: $parties, $cases, $lines, $differences (元), $ages name the rows shown, in one order.
with waiting as (
    select
        unnest($parties) as party, unnest($cases) as cases, unnest($lines) as lines,
        cast(unnest($differences) as decimal(28, 2)) as difference, unnest($ages) as age_days
)

select
    party, grouping(party) as is_total, cast(sum(cases) as bigint) as cases, cast(sum(lines) as bigint) as lines,
    cast(sum(difference) as decimal(28, 2)) as difference, max(age_days) as age_days
from waiting
group by rollup (party)
order by is_total, party
