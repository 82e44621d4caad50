-- First payments that were right, as the agency counts them. More right ones than payments is no statistic.
with paid as (
    {{ statistic_share('首次发放人次', '首次发放准确人次') }}
)

select
    {{ control_result('K17', 'good <= total and ' ~ money_ratio('good', 'total') ~ ' >= ' ~ at_least('K17'), money_ratio('good', 'total'), at_least('K17'),
        "concat_ws('', 'ss_statistics 准确 ', cast(cast(good as bigint) as string), '/', cast(cast(total as bigint) as string), ' 人次')") }}
from paid
