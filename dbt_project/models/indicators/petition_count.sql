-- Petitions about benefits in the year.
{{ statistic_indicator('petition_count', '上访件数', 'year', '件') }}
