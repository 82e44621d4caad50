-- Execution of the job stabilisation budget.
{{ statement_indicator('job_subsidy_execution', '5104') }}
