{# A unit that repeats, on its own side, one that is linked already. It is a surplus copy unless it is owed for itself:
   another assessment number, or more assessments of that amount than lines (`reference`: keys and how many are due). #}
{% macro link_surplus(keys, unit, reference) -%}
    {%- set class = ['side'] + keys + ['amount'] -%}
sibling as (
    select
        {{ class | join(', ') }},
        {%- if reference %}
        assessment_no,
        {%- endif %}
        {{ set_id('unit_id') }} as sibling_set,
        max(unit_id) as sibling_id,
        count(*) as siblings
    from {{ unit }} as linked
    where {{ all_present(keys) }}
        and not exists (select 1 from pool where pool.unit_id = linked.unit_id)
        and exists (select 1 from pool where {{ same('pool', 'linked', class) }})
    group by {{ class | join(', ') }}{% if reference %}, assessment_no{% endif %}
),

class_total as (
    select {{ class | join(', ') }}, max(sibling_id) as sibling_id, cast(sum(siblings) as bigint) as siblings
    from sibling
    group by {{ class | join(', ') }}
),

link as (
    select
        pool.unit_id, pool.unit_id as group_id, class_total.sibling_id as related_id,
        pool.period as opened_period, pool.period as cleared_period
    from pool
    inner join class_total
        on {{ same('pool', 'class_total', class) }}
    {%- if reference %}
    left join {{ reference }} as due
        on {{ same('pool', 'due', keys + ['amount']) }}
    where case
        when pool.assessment_no is not null and exists (
            select 1 from sibling where {{ same('sibling', 'pool', class) }} and sibling.assessment_no = pool.assessment_no
        ) then true
        else coalesce(due.due_count, 0) <= class_total.siblings
    end
    {%- endif %}
)
{%- endmacro %}

{# Money given back, tied to the newest earlier payment of the same keys that is large enough. #}
{% macro link_refunds(keys, unit, condition) -%}
refund as (
    select * from pool where {{ condition }}
),

origin as (
    select
        refund.unit_id,
        max(paid.unit_id) as origin_id
    from refund
    inner join {{ unit }} as paid
        on {{ same('refund', 'paid', ['side'] + keys) }}
        and paid.amount >= -refund.amount
        and paid.work_no <= refund.work_no
    group by refund.unit_id
),

link as (
    select
        refund.unit_id, refund.unit_id as group_id, coalesce(origin.origin_id, refund.unit_id) as related_id,
        refund.period as opened_period, refund.period as cleared_period
    from refund
    left join origin
        on refund.unit_id = origin.unit_id
)
{%- endmacro %}

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

{# No ticket, no assessment, and a payer whom neither the other party nor an assessment knows: nothing to match by. #}
{% macro link_unknown_payers(unit, reference) -%}
link as (
    select
        pool.unit_id, pool.unit_id as group_id, pool.unit_id as related_id,
        pool.period as opened_period, pool.period as cleared_period
    from pool
    where pool.ticket is null and pool.assessment_no is null
        and not exists (
            select 1 from {{ unit }} as known
            where known.region_code = pool.region_code and known.payer_key = pool.payer_key and known.side <> pool.side
        )
        and not exists (
            select 1 from {{ reference }} as due
            where due.region_code = pool.region_code and due.payer_key = pool.payer_key
        )
)
{%- endmacro %}

{# The same assessment for its whole amount more than once on one side: it is due once, so the later ones are copies. #}
{% macro link_repeats(keys, reference) -%}
counted as (
    select
        pool.unit_id, pool.period,
        row_number() over (partition by {{ (['pool.side'] + keys + ['pool.amount']) | join(', ') }} order by pool.work_no nulls last, pool.unit_id nulls last) as copy,
        min(pool.unit_id) over (partition by {{ (['pool.side'] + keys + ['pool.amount']) | join(', ') }}) as first_id
    from pool
    inner join {{ reference }} as due using (region_code, assessment_no, amount)
),

link as (
    select unit_id, unit_id as group_id, first_id as related_id, period as opened_period, period as cleared_period
    from counted
    where copy > 1
)
{%- endmacro %}
