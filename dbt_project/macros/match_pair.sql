{# Units of both sides with equal keys and equal amount, paired by ordinal inside their class. A key never multiplies:
   each (class, ordinal) occurs once on each side. `even`: only where both sides hold the same number, so that no choice
   is made between equals. `differing`: columns of which at least one must differ; `guard`: columns that must not
   contradict each other where both sides have them. A window cuts a class into islands: a pause of more working days starts a new one. #}
{% macro link_pairs(keys, window_days, even, differing, guard) -%}
    {%- set class = keys + ([] if 'amount' in keys else ['amount']) + (['island'] if window_days is not none else []) -%}
classed as {{ inlined() if window_days is none }} (
    {{ islands(class | reject('equalto', 'island') | list, window_days) }}
),

{# Most classes hold one unit of each side: found by one aggregate, without sorting millions of rows. #}
class_size as (
    select
        {{ class | join(', ') }},
        count(case when side = 'L' then 1 end) as lefts,
        count(case when side = 'R' then 1 end) as rights,
        min(case when side = 'L' then unit_id end) as left_id,
        min(case when side = 'R' then unit_id end) as right_id,
        min(cast(period as integer)) as opened_month,
        max(cast(period as integer)) as cleared_month
        {%- for column in differing + guard %},
        min(case when side = 'L' then {{ column }} end) as left_{{ column }},
        min(case when side = 'R' then {{ column }} end) as right_{{ column }}
        {%- endfor %}
    from classed
    group by {{ class | join(', ') }}
    having count(case when side = 'L' then 1 end) > 0 and count(case when side = 'R' then 1 end) > 0
),

numbered as (
    select
        classed.unit_id, classed.side, classed.period,
        {%- for column in class + ((differing + guard) | reject('in', class) | list) %}
        classed.{{ column }},
        {%- endfor %}
        row_number() over (
            partition by classed.side{% for column in class %}, classed.{{ column }}{% endfor %} order by classed.work_no nulls last, classed.record_key nulls last, classed.unit_id nulls last
        ) as ordinal
    from classed
    inner join class_size
        on {{ same('classed', 'class_size', class) }}
    where class_size.lefts + class_size.rights > 2
        {%- if even %} and class_size.lefts = class_size.rights{% endif %}
),

pair as (
    select left_id, right_id, {{ pair_id('left_id', 'right_id') }} as group_id,
        cast(opened_month as string) as opened_period, cast(cleared_month as string) as cleared_period
    from class_size
    where lefts = 1 and rights = 1
        {%- for column in guard %}
        and coalesce(left_{{ column }} = right_{{ column }}, true)
        {%- endfor %}
        {%- if differing %}
        and ({% for column in differing %}left_{{ column }} <> right_{{ column }}{% if not loop.last %} or {% endif %}{% endfor %})
        {%- endif %}
    union all
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
