-- Execution of the skill subsidy budget.
{{ statement_indicator('skill_subsidy_execution', '5105') }}
