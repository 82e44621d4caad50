-- Completion of the premium budget.
{{ statement_indicator('premium_completion', '4001') }}
