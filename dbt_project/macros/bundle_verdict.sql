{# Verdict and cause of every unit of a leg whose units are sums. The cause is given by the caller. #}
{% macro unit_verdict(leg) -%}
with sums as (
    select
        group_id,
        cast(sum(case when side = 'L' then amount else 0 end) as decimal(28, 2)) as left_amount,
        cast(sum(case when side = 'R' then amount else 0 end) as decimal(28, 2)) as right_amount
    from {{ ref(leg ~ '_outcome') }}
    where verdict = 'group_sum_differs'
    group by group_id
)

select
    cast('{{ leg }}' as string) as leg,
    outcome.unit_id,
    {{ outcome_columns() }},
    coalesce(decided.cause, {{ caller() }}) as cause,
    decided.checker,
    {{ id_text('outcome.unit_id') }} as unit_text
from {{ ref(leg ~ '_outcome') }} as outcome
left join sums
    on outcome.group_id = sums.group_id
left join {{ ref('region_as_of') }} as span
    on outcome.region_code = span.region_code
left join {{ ref(leg ~ '_decided') }} as decided
    on outcome.unit_id = decided.unit_id and decided.is_applied
{%- endmacro %}

{# The same for every line: that of its unit, or why the line has none. #}
{% macro line_verdict(leg) -%}
    {{ config(materialized='view') }}
select
    cast('{{ leg }}' as string) as leg,
    line.party,
    line.dataset,
    line.record_key,
    line.source_file_id,
    line.source_row,
    line.region_code,
    line.fund_code,
    line.payer_key,
    line.amount,
    line.business_date,
    line.period,
    line.line_id,
    case line.party when 'finance' then 'R' else 'L' end as side,
    told.group_id,
    told.related_id,
    coalesce(told.pass, 'P1') as pass,
    coalesce(told.rule, '{{ leg }}_scope') as rule,
    coalesce(told.is_confirmed, true) as is_confirmed,
    coalesce(told.verdict, 'excluded') as verdict,
    coalesce(line.exclusion, told.cause) as cause,
    coalesce(told.opened_period, line.period) as opened_period,
    told.cleared_period,
    told.checker,
    case when line.unit_id <> line.line_id then told.unit_text end as unit_text
from {{ ref(leg ~ '_line') }} as line
left join {{ ref(leg ~ '_unit_verdict') }} as told
    on line.unit_id = told.unit_id
{%- endmacro %}
