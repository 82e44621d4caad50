{# The outcome of every unit of a leg: what the first pass that linked it said, or which side is left alone. #}
{% macro leg_outcome(leg) -%}
    {{ config(materialized='view') }}
    {%- set unit = ref(leg ~ '_unit') -%}
    {%- set kept = [] -%}
    {%- if execute -%}
        {%- for column in unit_columns(leg) if column in kept_columns() -%}{%- do kept.append(column) -%}{%- endfor -%}
    {%- endif -%}
with linked as (
    {%- for pass in var('match_passes')[leg] %}
    {%- if is_bulk(pass) %}
    {{ bulk_outcome(pass, kept) }}
    union all
    {%- else %}
    select
        {{ kept | join(', ') }}{{ ',' if kept }}
        group_id, related_id, opened_period, cleared_period, verdict, '{{ pass }}' as rule
    from {{ ref(pass) }}
    where verdict is not null
    union all
    {%- endif %}
    {%- endfor %}
    select
        {% for column in kept %}unit.{{ column }}, {% endfor %}
        closed.group_id, closed.related_id, closed.opened_period, closed.cleared_period, closed.verdict, closed.rule
    from {{ unit }} as unit
    inner join {{ ref(leg ~ '_closed') }} as closed
        on unit.unit_id = closed.unit_id
    union all
    select
        {{ kept | join(', ') }}{{ ',' if kept }}
        unit_id as group_id, unit_id as related_id, period as opened_period, cast(null as string) as cleared_period,
        case side when 'L' then 'only_left' else 'only_right' end as verdict, '{{ leg }}_p8_left' as rule
    from (
    {{ units_left(leg, var('match_passes')[leg] | length) }}
    ) as unlinked
)

select
    {%- for column in kept %}
    linked.{{ column }},
    {%- endfor %}
    case when linked.group_id <> linked.unit_id then linked.group_id end as group_id,
    case when linked.related_id <> linked.unit_id then linked.related_id end as related_id,
    linked.opened_period,
    case when linked.verdict in ('matched', 'self_cancelled') then linked.cleared_period end as cleared_period,
    linked.verdict,
    linked.rule,
    coalesce(pass.pass, 'P8') as pass,
    coalesce(pass.may_confirm, false) as is_confirmed
from linked
left join {{ ref('match_passes') }} as pass
    on linked.rule = pass.model
{%- endmacro %}

{# What every verdict takes from its unit's outcome as it is. #}
{% macro outcome_columns() -%}
    outcome.side,
    outcome.region_code,
    outcome.fund_code,
    outcome.amount,
    outcome.period,
    outcome.group_id,
    outcome.related_id,
    outcome.pass,
    outcome.rule,
    outcome.is_confirmed,
    outcome.verdict,
    outcome.opened_period,
    outcome.cleared_period
{%- endmacro %}
