-- Open differences as people decide about them: a group, a batch or a single line, in the month of its last member, with
-- what is at stake (yuan) and whether a person stands behind its cause. Totals are explained by the lines of other legs.
with line as (
    select
        line.leg, line.region_code, line.period, line.verdict, line.record_key, line.amount,
        coalesce(line.group_id, line.unit_id, line.line_id) as difference_id,
        line.party = leg.left_party as is_left,
        coalesce(line.confirmed_by, 'rule') <> 'rule' as is_confirmed
    from {{ ref('fct_reconciliation_line') }} as line
    inner join {{ ref('difference_causes') }} as cause
        on line.verdict = cause.verdict
        and coalesce(line.cause, '') = coalesce(cause.cause, '')
    inner join {{ ref('legs') }} as leg
        on line.leg = leg.leg
    where cause.is_open
        and line.leg <> 'total_3way'
),

gathered as (
    select
        leg, region_code, difference_id,
        min(verdict) as verdict,
        max(period) as period,
        min(record_key) as record_key,
        bool_and(is_confirmed) as is_confirmed,
        cast(count(*) as bigint) as lines,
        cast(sum(case when is_left then amount else 0 end) as decimal(28, 2)) as left_amount,
        cast(sum(case when is_left then 0 else amount end) as decimal(28, 2)) as right_amount
    from line
    group by leg, region_code, difference_id
)

select
    leg,
    region_code,
    period,
    difference_id,
    verdict,
    record_key,
    lines,
    is_confirmed,
    case
        when verdict in ('amount_differs', 'group_sum_differs') then abs(left_amount - right_amount)
        else greatest(abs(left_amount), abs(right_amount))
    end as at_stake
from gathered
