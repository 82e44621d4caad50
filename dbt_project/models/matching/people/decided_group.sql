-- What each decision's units make together, as one group: its id, both sides' sums, and the verdict that a rule would give.
with by_fund as (
    select
        decision_id, fund_code,
        sum(case when side = 'L' then amount else -amount end) as difference
    from {{ ref('decided_unit') }}
    group by decision_id, fund_code
),

fund as (
    select decision_id, count(*) as funds, bool_and(difference = 0) as each_agrees
    from by_fund
    group by decision_id
),

gathered as (
    select
        decision_id, leg,
        {{ set_id('unit_id') }} as group_id,
        min(period) as opened_period,
        max(period) as cleared_period,
        count(case when side = 'L' then 1 end) as lefts,
        count(case when side = 'R' then 1 end) as rights,
        bool_or(is_part) as has_part,
        count(closed_group_id) as frozen,
        min(closed_group_id) as first_closed_id,
        max(closed_group_id) as last_closed_id,
        sum(case when side = 'L' then amount else -amount end) as difference,
        min(case when side = 'L' then fee_from end) = min(case when side = 'R' then fee_from end)
        and max(case when side = 'L' then fee_to end) = max(case when side = 'R' then fee_to end) as same_span
    from {{ ref('decided_unit') }}
    group by decision_id, leg
)

select
    gathered.*,
    fund.funds > 1 and fund.each_agrees as is_several_groups,
    gathered.frozen = gathered.lefts + gathered.rights
    and gathered.first_closed_id = gathered.group_id and gathered.last_closed_id = gathered.group_id as is_own_close,
    case
        when fund.funds > 1 then case when gathered.difference = 0 then 'fund_differs' else 'group_sum_differs' end
        when gathered.difference <> 0 then case when gathered.leg = 'ssa_tax' then 'amount_differs' else 'group_sum_differs' end
        when not coalesce(gathered.same_span, true) then 'period_differs'
        else 'matched'
    end as verdict
from gathered
inner join fund
    on gathered.decision_id = fund.decision_id
