-- Recipients of periodic injury benefits at the end of the year.
{{ statistic_indicator('periodic_count', '定期待遇人数', 'close', '人') }}
