-- Share of settlements within 20 working days; the agency counts them by the Chinese calendar.
{{ statistic_indicator('settled_in_20_workdays', '按期结算业务笔数', 'year', '%', per='结算业务笔数') }}
