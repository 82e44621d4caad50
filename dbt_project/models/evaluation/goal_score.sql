-- The score of each goal by the rule of its kind, rounded half up to two decimals, before anything that persons decide.
{%- set w = 'cast(weight * 100 as bigint)' %}
with ruled as (
    select
        actual.*,
        decision.kind as decision_kind,
        decision.value as decision_value,
        coalesce(decision.value >= band.lower_bound and (decision.value < band.upper_bound or (band.upper_bound = 100 and decision.value = 100)), false) as is_in_band,
        scheme.over_achievement,
        scheme.reverse_rule
    from {{ ref('goal_actual') }} as actual
    left join {{ ref('scheme') }} as scheme
        on actual.scheme = scheme.scheme
    left join {{ ref('person_decision') }} as decision
        on actual.region_code = decision.region_code
        and actual.year = decision.year
        and actual.fund_code = decision.fund_code
        and actual.goal_code = decision.indicator_code
    left join {{ ref('scheme_band') }} as band
        on actual.scheme = band.scheme
        and band.band_kind = 'qualitative'
        and decision.kind = band.band
),

by_rule as (
    select
        ruled.*,
        coalesce(scoring = '≥' and target_value > 0 and actual > target_value * (1 + over_achievement), false) as is_over,
        cast(case
            when scoring = 'qualitative' then case when is_in_band then {{ exact_ratio(w ~ ' * decision_value', '10000', 2) }} end
            when actual is null then null
            when scoring = 'deadline' then {{ exact_ratio(w ~ ' * least(actual, 100)', '10000', 2) }}
            when target_value is null then null
            when scoring = '≥' and actual >= target_value then weight
            when scoring = '≥' and target_value > 0 then {{ exact_ratio(w ~ ' * greatest(actual, 0)', '100 * target_value', 2) }}
            when scoring = '≤' and actual <= target_value then weight
            when scoring = '≤' and reverse_rule = 'linear' then {{ exact_ratio(w ~ ' * greatest(2 * target_value - actual, 0)', '100 * target_value', 2) }}
            when scoring = '≤' and target_value >= 0 then {{ exact_ratio(w ~ ' * target_value', '100 * actual', 2) }}
            when scoring = '=' and actual = target_value then weight
            when scoring = '=' and target_value > 0 then {{ exact_ratio(w ~ ' * greatest(target_value - abs(actual - target_value), 0)', '100 * target_value', 2) }}
            when scoring = '=' then 0
        end as decimal(18, 2)) as rule_score
    from ruled
),

-- What circumstances decide (deaths, unemployed, injured) is no under-performance once somebody has explained it.
excused as (
    select
        by_rule.*,
        coalesce(demand_driven and rule_score < weight, false) as is_demand_shortfall,
        case when demand_driven and rule_score < weight and reason is not null then weight else rule_score end as full_score
    from by_rule
)

select
    excused.*,
    coalesce(decision_kind = '扣分' and (decision_value < 0 or decision_value > full_score), false) as is_bad_deduction,
    cast(case
        when decision_kind = '扣分' and decision_value between 0 and full_score then full_score - decision_value
        else full_score
    end as decimal(18, 2)) as score
from excused
