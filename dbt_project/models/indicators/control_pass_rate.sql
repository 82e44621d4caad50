-- Share of the year's controls that passed, of those that ran.
with ran as (
    select
        spine.region_code,
        spine.fund_code,
        spine.year,
        spine.last_period,
        sum(case when control.status = 'pass' then 1 else 0 end) as passed,
        count(control.status) as ran
    from {{ ref('evaluation_fund') }} as spine
    left join {{ ref('mart_control_result') }} as control
        on spine.region_code = control.region_code
        and spine.fund_code in ('all', control.fund_code)
        and control.period like concat_ws('', cast(spine.year as string), '%')
        and control.status <> 'not_run'
    group by spine.region_code, spine.fund_code, spine.year, spine.last_period
)

select
    {{ indicator_result('control_pass_rate', exact_ratio('100 * passed', 'ran'), '%',
        evidence('select ' ~ published_ratio('100 * passed', 'ran') ~ " as actual, passed, ran from (select sum(case when status = 'pass' then 1 else 0 end) as passed, count(*) as ran from marts.mart_control_result where region_code = '{region_code}' and '{fund_code}' in ('all', fund_code) and period like '{year}%' and status <> 'not_run') as ran")) }}
from ran
