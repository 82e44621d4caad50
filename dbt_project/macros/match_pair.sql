{# Units of both sides with equal keys and equal amount, paired by ordinal inside their class. A key never multiplies:
   each (class, ordinal) occurs once on each side. `even`: only where both sides hold the same number, so that no choice
   is made between equals. `differing`: columns of which at least one must differ; `guard`: columns that must not
   contradict each other where both sides have them. A window cuts a class into islands: a pause of more working days starts a new one. #}
{% macro link_pairs(keys, window_days, even, differing, guard) -%}
    {%- set class = keys + ([] if 'amount' in keys else ['amount']) + (['island'] if window_days is not none else []) -%}
classed as (
    {{ islands(class | reject('equalto', 'island') | list, window_days) }}
),

numbered as (
    select
        unit_id, side, period, {{ (class + ((differing + guard) | reject('in', class) | list)) | join(', ') }},
        row_number() over (partition by side, {{ class | join(', ') }} order by work_no nulls last, unit_id nulls last) as ordinal
        {%- if even %},
        count(case when side = 'L' then 1 end) over (partition by {{ class | join(', ') }}) as lefts,
        count(case when side = 'R' then 1 end) over (partition by {{ class | join(', ') }}) as rights
        {%- endif %}
    from classed
),

pair as (
    select
        l.unit_id as left_id,
        r.unit_id as right_id,
        {{ pair_id('l.unit_id', 'r.unit_id') }} as group_id,
        least(l.period, r.period) as opened_period,
        greatest(l.period, r.period) as cleared_period
    from numbered as l
    inner join numbered as r
        on {{ same('l', 'r', class + ['ordinal']) }}
    where l.side = 'L' and r.side = 'R'
        {%- if even %} and l.lefts = l.rights{% endif %}
        {%- for column in guard %}
        and coalesce(l.{{ column }} = r.{{ column }}, true)
        {%- endfor %}
        {%- if differing %}
        and ({% for column in differing %}l.{{ column }} <> r.{{ column }}{% if not loop.last %} or {% endif %}{% endfor %})
        {%- endif %}
),

link as (
    select left_id as unit_id, group_id, right_id as related_id, opened_period, cleared_period from pair
    union all
    select right_id as unit_id, group_id, left_id as related_id, opened_period, cleared_period from pair
)
{%- endmacro %}

{# Units whose keys are all there; with a window, each with the number of its island inside its class. #}
{% macro islands(class, window_days) -%}
    {%- if window_days is none %}
    select * from pool where {{ all_present(class) }}
    {%- else %}
    select
        gap.*,
        sum(case when gap.pause > {{ window_days }} then 1 else 0 end) over (
            partition by {{ class | join(', ') }} order by work_no nulls last, unit_id nulls last
            rows between unbounded preceding and current row
        ) as island
    from (
        select
            pool.*,
            work_no - lag(work_no) over (partition by {{ class | join(', ') }} order by work_no nulls last, unit_id nulls last) as pause
        from pool
        where {{ all_present(class) }}
    ) as gap
    {%- endif %}
{%- endmacro %}

{# A plus and a minus of one side with equal keys and opposite amounts, paired by ordinal. #}
{% macro link_cancelled(keys, condition) -%}
signed as (
    select
        unit_id, side, period, {{ keys | join(', ') }},
        abs(amount) as size,
        amount < 0 as is_minus,
        row_number() over (
            partition by side, {{ keys | join(', ') }}, amount order by work_no nulls last, unit_id nulls last
        ) as ordinal
    from pool
    where {{ all_present(keys) }}
        and amount <> 0
        and (amount > 0 or {{ condition }})
),

pair as (
    select
        plus.unit_id as plus_id,
        minus.unit_id as minus_id,
        {{ pair_id('plus.unit_id', 'minus.unit_id') }} as group_id,
        least(plus.period, minus.period) as opened_period,
        greatest(plus.period, minus.period) as cleared_period
    from signed as plus
    inner join signed as minus
        on {{ same('plus', 'minus', ['side'] + keys + ['size', 'ordinal']) }}
    where not plus.is_minus and minus.is_minus
),

link as (
    select plus_id as unit_id, group_id, minus_id as related_id, opened_period, cleared_period from pair
    union all
    select minus_id as unit_id, group_id, plus_id as related_id, opened_period, cleared_period from pair
)
{%- endmacro %}
