-- Every active control for every fund and month, exactly once: one that could not run says so and why.
with result as (
    {%- for name in var('control_models') %}
    select control_id, region_code, fund_code, period, status, measured, expected, evidence
    from {{ ref(name) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

fund as (
    select fund_code from {{ ref('dim_fund') }}
    union all
    select cast('all' as string) as fund_code
),

expected as (
    select
        control.control_id,
        control.severity,
        control.datasets,
        control.model,
        control.reason,
        scope.region_code,
        fund.fund_code,
        scope.period,
        scope.state
    from {{ ref('control') }} as control
    cross join {{ ref('stg_period_scope') }} as scope
    inner join fund
        on concat_ws('', ';', control.funds, ';') like concat_ws('', '%;', fund.fund_code, ';%')
)

select
    expected.control_id,
    expected.region_code,
    expected.fund_code,
    expected.period,
    coalesce(result.status, 'not_run') as status,
    expected.severity,
    result.measured,
    result.expected,
    case
        when result.status is not null then result.evidence
        when expected.model is null then concat_ws('', '未执行：', expected.reason)
        when expected.state = 'waiting' then '未执行：该月三方文件未到齐'
        when expected.state = 'books_only' and expected.datasets <> 'ss_ledger' then concat_ws('', '未执行：历史月份无 ', expected.datasets)
        else concat_ws('', '未执行：', coalesce(expected.reason, '该险种当月无此类数据'))
    end as evidence
from expected
left join result
    on expected.control_id = result.control_id
    and expected.region_code = result.region_code
    and expected.fund_code = result.fund_code
    and expected.period = result.period
