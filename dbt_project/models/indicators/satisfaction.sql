-- Share of the surveyed who were satisfied.
{{ statistic_indicator('satisfaction', '满意人数', 'year', '%', per='满意度调查人数') }}
