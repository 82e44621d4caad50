-- Retired persons at the end of the year.
{{ statistic_indicator('retired_count', '离退休人数', 'close', '人') }}
