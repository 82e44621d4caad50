-- The self-evaluation table of a year as the form has it: funds block, indicators, total.
select
    evaluation.fund_code, evaluation.scheme, evaluation.row_no, evaluation.block, evaluation.level_1, evaluation.level_2, evaluation.level_3,
    evaluation.indicator_code, evaluation.direction, evaluation.target, evaluation.actual, evaluation.unit, evaluation.weight, evaluation.score,
    evaluation.deviation_reason, evaluation.improvement, evaluation.status, evaluation.missing, evaluation.budget_initial,
    evaluation.budget_adjusted, evaluation.executed, evaluation.execution_rate, evaluation.grade, evaluation.score_rule,
    evaluation.needs_reason, evaluation.evidence_sql, evaluation.goal_source_file_id, evaluation.goal_source_row
from marts.mart_self_evaluation as evaluation
where evaluation.year = $year and evaluation.region_code = $region and evaluation.fund_code = $fund
order by evaluation.row_no
