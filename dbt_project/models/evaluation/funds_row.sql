-- The funds block of the tables. Points stand on the line that the scheme names; its reason is that of the goal for the
-- same execution rate.
{%- set w = 'cast(points.weight * 100 as bigint)' %}
with explained as (
    select region_code, year, fund_code, indicator_code, min(deviation_reason) as deviation_reason, min(reason) as reason, min(improvement) as improvement
    from {{ ref('goal_indicator') }}
    where indicator_code in ('expenditure_execution', 'benefit_execution')
    group by region_code, year, fund_code, indicator_code
),

scored as (
    select
        spending.*,
        spending.line_code = scheme.execution_line as is_scored_line,
        scheme.execution_floor,
        scheme.over_achievement,
        case when spending.line_code = scheme.execution_line and points.weight > 0 then cast(points.weight as decimal(18, 2)) end as weight,
        case
            when spending.line_code <> scheme.execution_line or points.weight = 0 then null
            when spending.execution_rate is null then null
            when spending.executed >= spending.budget_adjusted then cast(points.weight as decimal(18, 2))
            else cast({{ exact_ratio(w ~ ' * executed', '100 * budget_adjusted', 2) }} as decimal(18, 2))
        end as score
    from {{ ref('spending') }} as spending
    inner join {{ ref('scheme') }} as scheme
        on spending.scheme = scheme.scheme
    inner join {{ ref('scheme_weight') }} as points
        on spending.scheme = points.scheme
        and points.block_no = 0
)

select
    scored.year, scored.region_code, scored.fund_code, scored.scheme,
    'funds' as block,
    cast(scored.line_no as bigint) as row_order,
    '预算执行' as level_1, '资金' as level_2, scored.item as level_3,
    scored.line_code as goal_code,
    case scored.line_code when 'total' then 'expenditure_execution' when 'benefits' then 'benefit_execution' end as indicator_code,
    cast(null as string) as direction,
    cast(scored.budget_adjusted as string) as target,
    cast(scored.budget_adjusted as decimal(28, 6)) as target_value,
    cast(scored.executed as decimal(28, 6)) as actual,
    '元' as unit,
    scored.weight, scored.score, 'execution' as scoring, false as demand_driven, false as is_over,
    case when scored.is_scored_line then explained.deviation_reason end as deviation_reason,
    case when scored.is_scored_line then explained.reason end as reason,
    case when scored.is_scored_line then explained.improvement end as improvement,
    'scheme' as matched_by,
    case
        when scored.is_scored_line and scored.executed is null then 'actual'
        when scored.is_scored_line and scored.execution_rate is null then 'budget'
    end as gap_kind,
    case
        when scored.is_scored_line and scored.executed is null then concat_ws('', scored.item, '没有账面执行数')
        when scored.is_scored_line and scored.execution_rate is null then concat_ws('', scored.item, '的全年预算数为零或缺失，执行率不能计算')
    end as gap_detail,
    coalesce(scored.is_scored_line and (scored.score < scored.weight or scored.execution_rate < scored.execution_floor or scored.execution_rate > 1 + scored.over_achievement), false) as needs_reason,
    scored.budget_initial, scored.budget_adjusted, scored.executed, scored.execution_rate, scored.evidence_sql,
    case when scored.score is not null then concat_ws('', 'min(1, ', cast(scored.execution_rate as string), ') × ', cast(scored.weight as string)) end as score_rule,
    cast(null as string) as goal_source_file_id,
    cast(null as bigint) as goal_source_row
from scored
left join explained
    on scored.region_code = explained.region_code
    and scored.year = explained.year
    and scored.fund_code = explained.fund_code
    and explained.indicator_code = case scored.line_code when 'total' then 'expenditure_execution' when 'benefits' then 'benefit_execution' end
