{# Verdict and cause of every line of a leg whose units are sums: unit outcomes spread over their lines. #}
{% macro bundle_verdict(leg) -%}
with sums as (
    select
        outcome.group_id,
        cast(sum(case when outcome.side = 'L' then unit.amount else 0 end) as decimal(28, 2)) as left_amount,
        cast(sum(case when outcome.side = 'R' then unit.amount else 0 end) as decimal(28, 2)) as right_amount
    from {{ ref(leg ~ '_outcome') }} as outcome
    inner join {{ ref(leg ~ '_unit') }} as unit
        on outcome.unit_id = unit.unit_id
    where outcome.verdict = 'group_sum_differs'
    group by outcome.group_id
)

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
    outcome.group_id,
    outcome.related_id,
    coalesce(outcome.pass, 'P1') as pass,
    coalesce(outcome.rule, '{{ leg }}_scope') as rule,
    coalesce(outcome.is_confirmed, true) as is_confirmed,
    coalesce(outcome.verdict, 'excluded') as verdict,
    coalesce(line.exclusion, {{ caller() }}) as cause,
    coalesce(outcome.opened_period, line.period) as opened_period,
    outcome.cleared_period
from {{ ref(leg ~ '_line') }} as line
left join {{ ref(leg ~ '_outcome') }} as outcome
    on line.unit_id = outcome.unit_id
left join sums
    on outcome.group_id = sums.group_id
left join {{ ref('region_as_of') }} as span
    on line.region_code = span.region_code
left join {{ ref('working_day') }} as day
    on line.business_date = day.day
{%- endmacro %}
