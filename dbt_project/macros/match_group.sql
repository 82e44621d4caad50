{# All units of both sides with equal keys, as one group.
   sum: the sums are equal (`same_span`: and both sides cover the same fee months) · differ: one unit on each side · both: whatever they are, for a difference of the group. #}
{% macro link_groups(keys, window_days, kind, condition, guard) -%}
    {%- set class = keys + (['island'] if window_days is not none else []) -%}
classed as (
    {{ islands(keys, window_days) }}
),

gathered as (
    select
        {{ class | join(', ') }},
        {{ set_id('unit_id') }} as group_id,
        min(period) as opened_period,
        max(period) as cleared_period
    from classed
    group by {{ class | join(', ') }}
    having count(case when side = 'L' then 1 end) > 0
        and count(case when side = 'R' then 1 end) > 0
        {%- if kind == 'sum' %}
        and sum(case when side = 'L' then amount else -amount end) = 0
        {%- if condition == 'same_span' %}
        and min(case when side = 'L' then fee_from end) = min(case when side = 'R' then fee_from end)
        and max(case when side = 'L' then fee_to end) = max(case when side = 'R' then fee_to end)
        {%- endif %}
        {%- elif kind == 'differ' %}
        and count(*) = 2
        {%- endif %}
        {%- for column in guard %}
        and (count({{ column }}) < 2 or min({{ column }}) = max({{ column }}))
        {%- endfor %}
),

link as (
    select
        classed.unit_id, gathered.group_id, classed.unit_id as related_id, gathered.opened_period, gathered.cleared_period
    from classed
    inner join gathered
        on {{ same('classed', 'gathered', class) }}
)
{%- endmacro %}

{# Units that a column of the line model recognises by themselves. #}
{% macro link_marked(condition) -%}
link as (
    select unit_id, unit_id as group_id, unit_id as related_id, period as opened_period, period as cleared_period
    from pool
    where {{ condition }}
)
{%- endmacro %}

{# Units of one side alone that add up to nothing. #}
{% macro link_zero_sums(keys) -%}
gathered as (
    select
        side, {{ keys | join(', ') }},
        {{ set_id('unit_id') }} as group_id, min(unit_id) as first_id, min(period) as opened_period, max(period) as cleared_period
    from pool
    where {{ all_present(keys) }}
    group by side, {{ keys | join(', ') }}
    having sum(amount) = 0
),

link as (
    select pool.unit_id, gathered.group_id, gathered.first_id as related_id, gathered.opened_period, gathered.cleared_period
    from pool
    inner join gathered
        on {{ same('pool', 'gathered', ['side'] + keys) }}
)
{%- endmacro %}
