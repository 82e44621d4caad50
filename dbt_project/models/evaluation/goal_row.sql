-- The indicator rows of the tables, each with the first thing that is missing, if anything is.
with judged as (
    select
        goal_score.*,
        case
            when matched_by = 'ambiguous' then 'ambiguous'
            when scoring = 'qualitative' and decision_value is null then 'decision'
            when scoring = 'qualitative' and not is_in_band then 'band'
            when scoring = 'qualitative' then null
            when indicator_code is null then 'indicator'
            when not is_measurable then 'unit'
            when scoring <> 'deadline' and target_value is null then 'target'
            when actual is null then 'actual'
            when score is null then 'target'
            when is_bad_deduction then 'deduction'
        end as gap_kind
    from {{ ref('goal_score') }} as goal_score
)

select
    year, region_code, fund_code, scheme,
    'indicator' as block,
    cast(source_row as bigint) as row_order,
    level_1, level_2, level_3, goal_code, indicator_code, direction,
    shown_target as target,
    case when scoring not in ('qualitative', 'deadline') then target_value when scoring = 'deadline' and shown_unit = unit then target_value end as target_value,
    case when scoring = 'qualitative' and is_in_band then cast(decision_value as decimal(28, 6)) when gap_kind is null or gap_kind in ('deduction', 'target') then actual end as actual,
    case when scoring = 'qualitative' then '%' else shown_unit end as unit,
    weight, score, scoring, demand_driven, is_over, deviation_reason, reason, improvement, matched_by, gap_kind,
    case gap_kind
        when 'indicator' then concat_ws('', '指标代码 ', goal_code, '（', level_3, '）不在指标目录中')
        when 'ambiguous' then concat_ws('', '名称“', level_3, '”可对应多个指标')
        when 'unit' then concat_ws('', '目标单位“', unit, '”与指标单位“', indicator_unit, '”不能换算')
        when 'target' then concat_ws('', '目标值“', target, '”不能计分')
        when 'actual' then concat_ws('', level_3, '没有实际完成值')
        when 'decision' then concat_ws('', level_3, '为定性指标，尚未评定档次和得分率')
        when 'band' then concat_ws('', level_3, '评为“', decision_kind, '”，得分率 ', cast(decision_value as string), '% 超出该档范围')
        when 'deduction' then concat_ws('', level_3, '扣分 ', cast(decision_value as string), ' 超出可扣范围')
    end as gap_detail,
    coalesce(score < weight or is_over or is_demand_shortfall, false) as needs_reason,
    cast(null as decimal(28, 2)) as budget_initial,
    cast(null as decimal(28, 2)) as budget_adjusted,
    cast(null as decimal(28, 2)) as executed,
    cast(null as decimal(28, 6)) as execution_rate,
    case
        when scoring = 'qualitative' and is_in_band then concat_ws('', 'select cast(', cast(decision_value as string), ' as decimal(28, 6)) as actual')
        when gap_kind is null or gap_kind in ('deduction', 'target', 'actual') then evidence_sql
    end as evidence_sql,
    case
        when score is null then null
        when decision_kind = '扣分' then concat_ws('', cast(full_score as string), ' − ', cast(decision_value as string))
        when scoring = 'qualitative' then concat_ws('', decision_kind, ' ', cast(decision_value as string), '% × ', cast(weight as string))
        when is_demand_shortfall and reason is not null then concat_ws('', '需求驱动，已说明原因：', cast(weight as string))
        when score = weight then concat_ws('', '达到目标：', cast(weight as string))
        when scoring = 'deadline' then concat_ws('', cast(actual as string), '% × ', cast(weight as string))
        when scoring = '≥' then concat_ws('', cast(actual as string), ' ÷ ', cast(target_value as string), ' × ', cast(weight as string))
        when scoring = '≤' and reverse_rule = 'linear' then concat_ws('', '(2 − ', cast(actual as string), ' ÷ ', cast(target_value as string), ') × ', cast(weight as string))
        when scoring = '≤' then concat_ws('', cast(target_value as string), ' ÷ ', cast(actual as string), ' × ', cast(weight as string))
        else concat_ws('', '(1 − |', cast(actual as string), ' − ', cast(target_value as string), '| ÷ ', cast(target_value as string), ') × ', cast(weight as string))
    end as score_rule,
    source_file_id as goal_source_file_id,
    source_row as goal_source_row
from judged
