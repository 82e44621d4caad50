-- Completion of the income budget, fund total, report measure.
{{ statement_indicator('income_completion', 'income') }}
