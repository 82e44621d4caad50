-- Rows of the self-evaluation tables as the form prints them. $region, $year. Amounts in 万元, half up, once from yuan.
select
    line.fund_code,
    line.row_no,
    line.block,
    line.level_1,
    line.level_2,
    line.level_3,
    line.indicator_code,
    line.status,
    case when line.direction in ('≥', '≤', '=') then line.direction || trimmed(cast(line.target_value as varchar)) || line.unit
        else coalesce(line.target, '—') end as target_text,
    case
        when line.unit like '万%' then trimmed(cast(cast(line.actual as decimal(18, 4)) as varchar)) || line.unit
        when line.unit in ('%', '个月') then cast(cast(line.actual as decimal(18, 2)) as varchar) || line.unit
        else trimmed(cast(cast(line.actual as decimal(18, 2)) as varchar)) || line.unit
    end as actual_text,
    line.weight,
    line.score,
    ten_thousand(line.budget_initial) as initial,
    ten_thousand(line.budget_adjusted) as adjusted,
    ten_thousand(line.executed) as executed,
    cast(line.execution_rate * 100 as decimal(18, 2)) as rate,
    concat_ws('。', '原因：' || rtrim(line.deviation_reason, '。'), '改进措施：' || rtrim(line.improvement, '。')) as reason,
    line.missing,
    line.grade,
    line.evidence_sql,
    line.source_files,
    line.score_rule
from marts.mart_self_evaluation as line
where line.region_code = $region and line.year = $year
order by line.fund_code, line.row_no
