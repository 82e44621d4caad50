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

{# One unit over several fee months against the units of those months: the months of one span, none of them in two. #}
{% macro link_spans(keys) -%}
span as (
    select unit_id as span_id, period, amount, {{ keys | join(', ') }}, fee_from, fee_to
    from pool
    where fee_from < fee_to and {{ all_present(keys) }}
),

covered as (
    select part.unit_id, part.period, part.amount, span.span_id,
        count(*) over (partition by part.unit_id) as spans
    from pool as part
    inner join span
        on {{ same('part', 'span', keys) }}
        and part.fee_from = part.fee_to
        and part.fee_from >= span.fee_from
        and part.fee_to <= span.fee_to
        and part.side = 'L'
),

gathered as (
    select
        span.span_id,
        {{ pair_id('span.span_id', set_id('covered.unit_id')) }} as group_id,
        least(min(span.period), min(covered.period)) as opened_period,
        greatest(max(span.period), max(covered.period)) as cleared_period
    from span
    inner join covered
        on span.span_id = covered.span_id
    group by span.span_id
    having sum(covered.amount) = max(span.amount) and max(covered.spans) = 1
),

link as (
    select span_id as unit_id, group_id, span_id as related_id, opened_period, cleared_period from gathered
    union all
    select covered.unit_id, gathered.group_id, covered.span_id as related_id, gathered.opened_period, gathered.cleared_period
    from covered
    inner join gathered
        on covered.span_id = gathered.span_id
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

{# The left units of one bundle, added up, against one right unit of that amount: both alone in their window. #}
{% macro link_bundles(keys, bundle, window_days) -%}
bundled as (
    select
        side, {{ keys | join(', ') }}, {{ bundle }} as bundle,
        {{ set_id('unit_id') }} as bundle_id,
        min(work_no) as work_no, min(period) as opened_period, max(period) as cleared_period,
        cast(sum(amount) as decimal(28, 2)) as amount
    from pool
    where side = 'L' and {{ all_present(keys + [bundle]) }}
    group by side, {{ keys | join(', ') }}, {{ bundle }}
),

candidate as (
    select
        bundled.bundle_id, bundled.bundle, {{ keys | join(', ') }}, pool.unit_id as right_id,
        bundled.opened_period, bundled.cleared_period, pool.period,
        count(*) over (partition by bundled.bundle_id) as by_left,
        count(*) over (partition by pool.unit_id) as by_right
    from bundled
    inner join pool using ({{ keys | join(', ') }}, amount)
    where pool.side = 'R'
        and pool.work_no >= bundled.work_no and pool.work_no <= bundled.work_no + {{ window_days }}
),

pair as (
    select
        bundle, {{ keys | join(', ') }}, right_id, {{ pair_id('bundle_id', 'right_id') }} as group_id,
        least(opened_period, period) as opened_period, greatest(cleared_period, period) as cleared_period
    from candidate
    where by_left = 1 and by_right = 1
),

link as (
    select right_id as unit_id, group_id, right_id as related_id, opened_period, cleared_period from pair
    union all
    select pool.unit_id, pair.group_id, pair.right_id as related_id, pair.opened_period, pair.cleared_period
    from pool
    inner join pair
        on {{ same('pool', 'pair', keys) }}
        and pool.{{ bundle }} = pair.bundle
    where pool.side = 'L'
)
{%- endmacro %}
