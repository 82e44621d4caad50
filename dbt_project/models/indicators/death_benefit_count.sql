-- Deaths of the year for whom funeral and survivors' benefits were due.
{{ statistic_indicator('death_benefit_count', '死亡人数', 'year', '人') }}
