-- Job stabilisation subsidies, person-times of the year.
{{ statistic_indicator('job_subsidy_count', '稳岗补贴人次', 'year', '人次') }}
