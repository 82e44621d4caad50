-- Insured persons at the end of the year.
{{ statistic_indicator('insured_count', '参保人数', 'close', '人') }}
