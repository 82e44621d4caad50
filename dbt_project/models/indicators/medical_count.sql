-- Medical premiums paid for the unemployed, person-times of the year.
{{ statistic_indicator('medical_count', '代缴医疗保险人次', 'year', '人次') }}
