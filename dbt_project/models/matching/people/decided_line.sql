-- Lines and units that people named, as their leg knows them now. An id is made of content: what changed is not found, and
-- the record's key says whether it changed or went.
with named as (
    select decision_id, leg, region_code, party, record_key, named_id, line_id
    from {{ ref('stg_decision_line') }}
),

hit as (
    {%- for leg in decided_legs() %}
    {%- if has_bundles(leg) %}
    select named.leg, named.decision_id, named.named_id, line.unit_id, line.region_code, false as is_unit
    from {{ ref(leg ~ '_line') }} as line
    inner join named
        on line.line_id = named.line_id and named.leg = '{{ leg }}'
    union all
    {%- endif %}
    select named.leg, named.decision_id, named.named_id, unit.unit_id, unit.region_code, true as is_unit
    from {{ ref(leg ~ '_unit') }} as unit
    inner join named
        on unit.unit_id = named.line_id and named.leg = '{{ leg }}'
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

found as (
    select leg, decision_id, named_id, max(unit_id) as unit_id, min(region_code) as region_code, bool_or(is_unit) as is_unit
    from hit
    group by leg, decision_id, named_id
),

lost as (
    select named.*
    from named
    {{ anti_join() }} found
        on named.decision_id = found.decision_id and named.named_id = found.named_id
),

changed as (
    {%- for leg in decided_legs() %}
    select distinct lost.decision_id, lost.named_id
    from {{ ref(leg ~ ('_line' if has_bundles(leg) else '_unit')) }} as line
    inner join lost
        on line.record_key = lost.record_key and line.region_code = lost.region_code and lost.leg = '{{ leg }}'
        and {{ 'line.party' if has_bundles(leg) else "case line.side when 'L' then 'social_security' else 'tax' end" }} = lost.party
    {%- if not loop.last %}
    union
    {%- endif %}
    {%- endfor %}
)

select
    named.decision_id,
    named.leg,
    named.record_key,
    named.named_id,
    found.unit_id,
    found.region_code,
    coalesce(found.is_unit, false) as is_unit,
    found.named_id is not null as is_found,
    changed.named_id is not null as is_changed
from named
left join found
    on named.decision_id = found.decision_id and named.named_id = found.named_id
left join changed
    on named.decision_id = changed.decision_id and named.named_id = changed.named_id
