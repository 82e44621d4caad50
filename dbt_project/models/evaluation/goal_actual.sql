-- Each goal beside its actual, in the goal's own unit, with the SQL that reproduces the figure as printed.
with paired as (
    select
        goal.*,
        spine.scheme,
        actual.actual as base_actual,
        actual.unit as indicator_unit,
        actual.evidence_sql as base_evidence,
        catalogue.scoring as indicator_scoring,
        goal_unit.dimension = actual_unit.dimension as is_convertible,
        cast(actual_unit.to_base * goal_unit.from_base as decimal(24, 8)) as factor
    from {{ ref('goal_indicator') }} as goal
    inner join {{ ref('evaluation_fund') }} as spine
        on goal.region_code = spine.region_code
        and goal.fund_code = spine.fund_code
        and goal.year = spine.year
    left join {{ ref('indicator') }} as catalogue
        on goal.indicator_code = catalogue.indicator_code
    left join {{ ref('fct_indicator_actual') }} as actual
        on goal.region_code = actual.region_code
        and goal.fund_code = actual.fund_code
        and goal.year = actual.year
        and goal.indicator_code = actual.indicator_code
    left join {{ ref('unit') }} as goal_unit
        on goal.unit = goal_unit.unit
    left join {{ ref('unit') }} as actual_unit
        on actual.unit = actual_unit.unit
),

-- A share done in time is measured in percent, whether the goal says "=100 %" or "≤ 25 日".
kinded as (
    select
        paired.*,
        case
            when indicator_scoring = 'deadline' and (target_value is null or not coalesce(is_convertible, false) or target_value = 100) then 'deadline'
            when direction = '定性' then 'qualitative'
            else direction
        end as scoring
    from paired
)

select
    kinded.*,
    scoring = 'deadline' or coalesce(is_convertible, false) as is_measurable,
    case
        when scoring = 'qualitative' then null
        when scoring = 'deadline' then base_actual
        when is_convertible then cast(base_actual * factor as decimal(28, 6))
    end as actual,
    case when scoring = 'deadline' and not coalesce(is_convertible, false) then indicator_unit else unit end as shown_unit,
    case when scoring = 'deadline' and not coalesce(is_convertible, false) then concat_ws('', target, unit) else target end as shown_target,
    case
        when scoring = 'deadline' or factor = 1 then base_evidence
        when is_convertible then concat_ws('', 'select cast(actual * ', cast(factor as string), ' as decimal(28, 6)) as actual from (', base_evidence, ') as base')
    end as evidence_sql
from kinded
