{# A unit that repeats, on its own side, one that is linked already. It is a surplus copy unless it is owed for itself:
   another assessment number, or more assessments of that amount than lines (`reference`: a row each time it is due). #}
{% macro link_surplus(keys, unit, reference) -%}
    {%- set class = ['side'] + keys + ['amount'] -%}
sibling as (
    select
        {{ class | join(', ') }},
        {%- if reference %}
        assessment_no,
        {%- endif %}
        max(unit_id) as sibling_id,
        count(*) as siblings
    from (
        select linked.*
        from {{ unit }} as linked
        {# One number first: to compare every key of millions of units would cost more than the pass. #}
        {{ semi_join() }} pool as same_size
            on same_size.amount = linked.amount
        {{ semi_join() }} pool
            on {{ same('pool', 'linked', class) }}
    ) as alike
    {{ anti_join() }} pool
        on pool.unit_id = alike.unit_id
    where {{ all_present(keys) }}
    group by {{ class | join(', ') }}{% if reference %}, assessment_no{% endif %}
),

class_total as (
    select {{ class | join(', ') }}, max(sibling_id) as sibling_id, cast(sum(siblings) as bigint) as siblings
    from sibling
    group by {{ class | join(', ') }}
),

{% if reference -%}
due as (
    select {{ (keys + ['amount']) | join(', ') }}, count(*) as due_count
    from {{ reference }} as owed
    {{ semi_join() }} pool
        on {{ same('pool', 'owed', keys + ['amount']) }}
    group by {{ (keys + ['amount']) | join(', ') }}
),

{% endif -%}
link as (
    select
        pool.unit_id, pool.unit_id as group_id, class_total.sibling_id as related_id,
        pool.period as opened_period, pool.period as cleared_period
    from pool
    inner join class_total
        on {{ same('pool', 'class_total', class) }}
    {%- if reference %}
    left join due
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

{# The same assessment for its whole amount more than once on one side: it is due once, so the later ones are copies. #}
{% macro link_repeats(keys, reference) -%}
counted as (
    select
        pool.unit_id, pool.period,
        row_number() over (partition by {{ (['side'] + keys + ['amount']) | join(', ') }} order by pool.work_no nulls last, pool.record_key nulls last, pool.unit_id nulls last) as copy,
        min(pool.unit_id) over (partition by {{ (['side'] + keys + ['amount']) | join(', ') }}) as first_id
    from pool
    {{ semi_join() }} {{ reference }} as due
        on {{ same('pool', 'due', ['region_code', 'assessment_no', 'amount']) }}
),

link as (
    select unit_id, unit_id as group_id, first_id as related_id, period as opened_period, period as cleared_period
    from counted
    where copy > 1
)
{%- endmacro %}
