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
