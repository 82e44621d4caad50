{# The units of a leg whose group a current close has frozen. They leave the pool before the first pass. A group of which
   a member changed or went, because a file was restated, is not frozen any more: all its members are matched anew. #}
{% macro closed_units(leg) -%}
with closed as (
    select
        {{ id_from_text("link.unit_id") }} as unit_id,
        {{ id_from_text("link.group_id") }} as group_id,
        {{ id_from_text("link.related_id") }} as related_id,
        link.opened_period,
        link.cleared_period,
        link.verdict,
        link.rule
    from {{ source('closed', 'fct_match_link') }} as link
    inner join {{ ref('stg_close') }} as month_close
        on link.closed_region = month_close.region_code
        and link.closed_period = month_close.period
        and link.close_version = month_close.version
    where link.leg = '{{ leg }}'
        and month_close.status = 'current'
),

broken as (
    select distinct closed.group_id
    from closed
    left join {{ ref(leg ~ '_unit') }} as unit
        on closed.unit_id = unit.unit_id
    where unit.unit_id is null
)

select closed.*
from closed
where not exists (select 1 from broken where broken.group_id = closed.group_id)
{%- endmacro %}
