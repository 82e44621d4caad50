-- Persons given the skill improvement subsidy in the year.
{{ statistic_indicator('skill_subsidy_count', '技能补贴人数', 'year', '人') }}
