-- What a month must meet before it may be closed, requirement by requirement, as this build knows it.
with month as (
    select period.region_code, period.period, period.state, period.missing, limits.line_amount, limits.month_amount
    from {{ ref('dim_period') }} as period
    inner join {{ ref('region_materiality') }} as limits
        on period.region_code = limits.region_code
    where period.state <> 'books_only'
),

earlier as (
    select month.region_code, month.period, count(*) as months, min(before.period) as first_month
    from month
    inner join month as before
        on month.region_code = before.region_code and before.period < month.period and before.state = 'complete'
    left join {{ ref('stg_close') }} as month_close
        on before.region_code = month_close.region_code and before.period = month_close.period and month_close.status = 'current'
    where month_close.period is null
    group by month.region_code, month.period
),

bridge as (
    select region_code, period, count(*) as statements, min(concat_ws('', leg, ' ', fund_code, ' ', basis)) as first_statement
    from (
        select distinct region_code, period, leg, fund_code, basis
        from {{ ref('fct_reconciliation_bridge') }}
        where status = 'unexplained'
    ) as unexplained
    group by region_code, period
),

control as (
    select result.region_code, result.period, count(*) as controls, min(concat_ws('', result.control_id, ' ', result.fund_code, ' ', blocking.why)) as first_control
    from {{ ref('mart_control_result') }} as result
    inner join {{ ref('close_control') }} as blocking
        on result.control_id = blocking.control_id
    where result.status = 'fail'
    group by result.region_code, result.period
),

difference as (
    select
        difference.*, difference.at_stake > limits.line_amount as is_material,
        row_number() over (
            partition by difference.region_code, difference.period
            order by difference.at_stake desc nulls last, difference.leg nulls last, difference.difference_id nulls last
        ) as place
    from {{ ref('open_difference') }} as difference
    inner join {{ ref('region_materiality') }} as limits
        on difference.region_code = limits.region_code
    where not difference.is_confirmed
),

unconfirmed as (
    select
        region_code, period,
        sum(case when is_material then 1 else 0 end) as differences,
        sum(case when is_material then lines else 0 end) as lines,
        cast(sum(case when is_material then at_stake else 0 end) as decimal(28, 2)) as material,
        cast(sum(at_stake) as decimal(28, 2)) as amount,
        max(case when place = 1 then concat_ws('', leg, ' ', record_key, ' ', cast(at_stake as string)) end) as largest
    from difference
    group by region_code, period
)

{%- for requirement, measured, threshold, bad, good in [
    ('files_complete', "case when month.state = 'complete' then 0 else 1 end", '0', "concat_ws('', '三方文件未到齐：缺 ', coalesce(month.missing, ''))", '三方文件已到齐'),
    ('earlier_closed', 'coalesce(earlier.months, 0)', '0', "concat_ws('', '较早的月份还没有结账，最早 ', earlier.first_month, '：请按月份先后结账')", '较早的月份均已结账'),
    ('bridge_explained', 'coalesce(bridge.statements, 0)', '0', "concat_ws('', '还有未能说明的差额：', cast(bridge.statements as string), ' 张调节表，如 ', bridge.first_statement)", '各调节表没有未解释差额'),
    ('controls_pass', 'coalesce(control.controls, 0)', '0', "concat_ws('', '必须通过的检查未通过 ', cast(control.controls as string), ' 项，如 ', control.first_control)", '必须通过的检查没有未通过'),
    ('causes_confirmed', 'coalesce(unconfirmed.differences, 0)', '0', "concat_ws('', '单项超过 ', cast(month.line_amount as string), ' 元而原因无人确认：', cast(unconfirmed.differences as string), ' 项 ', cast(unconfirmed.lines as string), ' 行，共 ', cast(unconfirmed.material as string), ' 元，最大 ', unconfirmed.largest)", '重要差异的原因均经人确认'),
    ('unconfirmed_sum', 'coalesce(unconfirmed.amount, 0)', 'month.month_amount', "concat_ws('', '无人确认的差异合计 ', cast(unconfirmed.amount as string), ' 元，超过本月限额 ', cast(month.month_amount as string), ' 元')", '无人确认的差异合计在限额之内'),
] %}
select
    month.region_code,
    month.period,
    '{{ requirement }}' as requirement,
    case when {{ measured }} <= {{ threshold }} then 'pass' else 'fail' end as status,
    cast({{ measured }} as decimal(28, 2)) as measured,
    cast({{ threshold }} as decimal(28, 2)) as threshold,
    case when {{ measured }} <= {{ threshold }} then '{{ good }}' else {{ bad }} end as evidence
from month
{%- for other in ['earlier', 'bridge', 'control', 'unconfirmed'] %}
left join {{ other }}
    on month.region_code = {{ other }}.region_code and month.period = {{ other }}.period
{%- endfor %}
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
