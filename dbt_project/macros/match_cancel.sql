{# A plus and a minus of one side with equal keys and opposite amounts, paired by ordinal: what was booked last is struck. #}
{% macro link_cancelled(keys, condition) -%}
minus as (
    select
        unit_id, side, period, {{ keys | join(', ') }}, -amount as size,
        row_number() over (partition by side, {{ keys | join(', ') }}, amount order by work_no desc nulls last, record_key desc nulls last, unit_id nulls last) as ordinal
    from pool
    where amount < 0 and {{ condition }} and {{ all_present(keys) }}
),

plus as (
    select
        unit_id, side, period, {{ keys | join(', ') }}, amount as size,
        row_number() over (partition by side, {{ keys | join(', ') }}, amount order by work_no desc nulls last, record_key desc nulls last, unit_id nulls last) as ordinal
    from pool
    {# One number first: to compare every key of millions of units would cost more than the pass. #}
    {{ semi_join() }} minus as same_size
        on same_size.size = pool.amount
    {{ semi_join() }} minus
        on {{ same('minus', 'pool', ['side'] + keys) }} and minus.size = pool.amount
),

pair as (
    select
        plus.unit_id as plus_id,
        minus.unit_id as minus_id,
        {{ pair_id('plus.unit_id', 'minus.unit_id') }} as group_id,
        least(plus.period, minus.period) as opened_period,
        greatest(plus.period, minus.period) as cleared_period
    from plus
    inner join minus
        on {{ same('plus', 'minus', ['side'] + keys + ['size', 'ordinal']) }}
),

link as (
    select plus_id as unit_id, group_id, minus_id as related_id, opened_period, cleared_period from pair
    union all
    select minus_id as unit_id, group_id, plus_id as related_id, opened_period, cleared_period from pair
)
{%- endmacro %}
