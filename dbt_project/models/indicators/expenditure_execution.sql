-- Execution of the expenditure budget, fund total, report measure.
{{ statement_indicator('expenditure_execution', 'expenditure') }}
