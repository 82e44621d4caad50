{# Units of both sides with equal keys and equal amount, paired by ordinal inside their class. A key never multiplies:
   each (class, ordinal) occurs once on each side. `even`: only where both sides hold the same number, so that no choice
   is made between equals. `differing`: columns of which at least one must differ; `guard`: columns that must not
   contradict each other where both sides have them. A window cuts a class into islands: a pause of more working days starts a new one.
   Ends in the rows `pair`: left_id, right_id, left_month, right_month and the columns `carried` of the class. #}
{% macro find_pairs(keys, window_days, even, differing, guard, carried=[]) -%}
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
        min(case when side = 'L' then cast(period as integer) end) as left_month,
        min(case when side = 'R' then cast(period as integer) end) as right_month
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
        classed.unit_id, classed.side, cast(classed.period as integer) as month,
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
    select {% for column in carried %}{{ column }}, {% endfor %}left_id, right_id, left_month, right_month
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
        {%- for column in carried %}
        l.{{ column }},
        {%- endfor %}
        l.unit_id as left_id, r.unit_id as right_id, l.month as left_month, r.month as right_month
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
)
{%- endmacro %}

{# The same as links, one row per unit. #}
{% macro link_pairs(keys, window_days, even, differing, guard) -%}
{{ find_pairs(keys, window_days, even, differing, guard) }},

link as (
    {%- for own, other in [('left_id', 'right_id'), ('right_id', 'left_id')] %}
    select
        {{ own }} as unit_id, {{ pair_id('left_id', 'right_id') }} as group_id, {{ other }} as related_id,
        {{ pair_period('least') }} as opened_period, {{ pair_period('greatest') }} as cleared_period
    from pair
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)
{%- endmacro %}

{% macro pair_period(which) -%}
    cast({{ which }}(left_month, right_month) as string)
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
