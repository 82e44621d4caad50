-- What the newest build would change for readers: lines by leg, in closed months and in the others, whose verdict, cause or
-- group is not the published one, and their amounts (元). Given: periods, the closed ones as region.period.
with published as (
    select leg, region_code, line_id, period, amount, verdict, cause, group_id from published.marts.fct_reconciliation_line
),

tried as (
    select leg, region_code, line_id, period, amount, verdict, cause, group_id from build.marts.fct_reconciliation_line
),

compared as (
    select
        coalesce(tried.leg, published.leg) as leg,
        list_contains(
            cast($periods as varchar[]),
            concat(coalesce(tried.region_code, published.region_code), '.', coalesce(tried.period, published.period))
        ) as is_closed,
        coalesce(tried.amount, published.amount) as amount,
        tried.line_id is null or published.line_id is null as is_other_line,
        tried.verdict is distinct from published.verdict as is_other_verdict,
        tried.cause is distinct from published.cause as is_other_cause,
        tried.group_id is distinct from published.group_id as is_other_group
    from tried
    full join published
        on tried.leg = published.leg
        and tried.region_code = published.region_code
        and tried.line_id = published.line_id
)

select
    leg, is_closed, count(*) as lines,
    count(*) filter (where not is_other_line and is_other_verdict) as other_verdict,
    count(*) filter (where not is_other_line and not is_other_verdict and is_other_cause) as other_cause,
    count(*) filter (where not is_other_line and is_other_group) as other_group,
    count(*) filter (where is_other_line) as other_lines,
    cast(coalesce(
        sum(abs(amount)) filter (where is_other_line or is_other_verdict or is_other_cause or is_other_group), 0
    ) as decimal(28, 2)) as amount
from compared
group by leg, is_closed
order by leg, is_closed desc
