-- The month's survey against the year's goal, which is written in percent.
with survey as (
    {{ statistic_share('满意度调查人数', '满意人数') }}
),

goal as (
    {{ yearly_goal('满意') }}
),

compared as (
    select
        survey.*,
        {{ money_ratio('survey.good', 'survey.total') }} as share,
        cast(goal.target * cast(0.01 as decimal(3, 2)) as decimal(18, 6)) as wanted
    from survey
    inner join goal
        on survey.region_code = goal.region_code
        and survey.fund_code = goal.fund_code
        and substr(survey.period, 1, 4) = goal.goal_year
    where goal.target is not null
)

select
    {{ control_result('S02', 'share >= wanted', 'share', 'wanted',
        "concat_ws('', 'ss_statistics 满意 ', cast(cast(good as bigint) as string), '/', cast(cast(total as bigint) as string), ' 人')", soft=true) }}
from compared
