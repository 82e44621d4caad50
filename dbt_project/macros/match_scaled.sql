{# The same number in another unit: exactly ten or ten thousand times as much, to the fen, once on each side. #}
{% macro link_scaled(keys, window_days, guard) -%}
scaled as (
    {%- for factor in [10, 10000] %}
    select unit_id, period, work_no, {{ (keys + guard) | join(', ') }}, cast(amount * {{ factor }} as decimal(38, 2)) as size
    from pool where side = 'L'
    union all
    select unit_id, period, work_no, {{ (keys + guard) | join(', ') }}, cast(round(amount * {{ 1 / factor }}, 2) as decimal(38, 2)) as size
    from pool where side = 'L'
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

candidate as (
    select
        l.unit_id as left_id, r.unit_id as right_id, l.period as left_period, r.period as right_period,
        count(*) over (partition by l.unit_id) as by_left,
        count(*) over (partition by r.unit_id) as by_right
    from scaled as l
    inner join pool as r
        on {{ same('l', 'r', keys) }}
        and r.side = 'R' and r.amount = l.size
        {%- for column in guard %}
        and coalesce(l.{{ column }} = r.{{ column }}, true)
        {%- endfor %}
        and r.work_no >= l.work_no - {{ window_days }} and r.work_no <= l.work_no + {{ window_days }}
),

pair as (
    select
        left_id, right_id, {{ pair_id('left_id', 'right_id') }} as group_id,
        least(left_period, right_period) as opened_period, greatest(left_period, right_period) as cleared_period
    from candidate
    where by_left = 1 and by_right = 1
),

link as (
    select left_id as unit_id, group_id, right_id as related_id, opened_period, cleared_period from pair
    union all
    select right_id as unit_id, group_id, left_id as related_id, opened_period, cleared_period from pair
)
{%- endmacro %}
