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
