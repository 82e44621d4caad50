-- Share of first payments that were right.
{{ statistic_indicator('first_payment_accuracy', '首次发放准确人次', 'year', '%', per='首次发放人次') }}
