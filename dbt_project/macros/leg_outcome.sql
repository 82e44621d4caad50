{# The outcome of every unit of a leg: what the first pass that linked it said, or which side is left alone. #}
{% macro leg_outcome(leg) -%}
with linked as (
    {%- for pass in var('match_passes')[leg] %}
    select unit_id, side, group_id, related_id, opened_period, cleared_period, verdict, '{{ pass }}' as rule
    from {{ ref(pass) }}
    where verdict is not null
    union all
    {%- if loop.last %}
    select
        unit_id, side, unit_id as group_id, unit_id as related_id, period as opened_period, cast(null as string) as cleared_period,
        case side when 'L' then 'only_left' else 'only_right' end as verdict, '{{ leg }}_p8_left' as rule
    from {{ ref(pass) }}
    where verdict is null
    {%- endif %}
    {%- endfor %}
)

select
    linked.unit_id,
    linked.side,
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
