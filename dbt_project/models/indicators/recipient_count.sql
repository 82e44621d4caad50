-- Unemployed persons receiving benefits at the end of the year.
{{ statistic_indicator('recipient_count', '领取待遇人数', 'close', '人') }}
