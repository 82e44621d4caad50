-- Units that the decisions' lines make up: what the passes match, how much of each was named, and whether a close froze it.
with touched as (
    select leg, decision_id, unit_id, cast(count(*) as bigint) as named_lines, bool_or(is_unit) as is_unit
    from {{ ref('decided_line') }}
    where unit_id is not null
    group by leg, decision_id, unit_id
),

unit as (
    {%- for leg in decided_legs() %}
    select
        '{{ leg }}' as leg, unit.unit_id, unit.side, unit.fund_code, cast(unit.amount as decimal(28, 2)) as amount, unit.period,
        {{ 'cast(null as integer)' if has_bundles(leg) else 'unit.fee_from' }} as fee_from,
        {{ 'cast(null as integer)' if has_bundles(leg) else 'unit.fee_to' }} as fee_to,
        closed.group_id as closed_group_id
    from {{ ref(leg ~ '_unit') }} as unit
    left join {{ ref(leg ~ '_closed') }} as closed
        on unit.unit_id = closed.unit_id
    where unit.unit_id in (select touched.unit_id from touched where touched.leg = '{{ leg }}')
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

size as (
    {%- for leg in decided_legs() if has_bundles(leg) %}
    select '{{ leg }}' as leg, line.unit_id, cast(count(*) as bigint) as lines
    from {{ ref(leg ~ '_line') }} as line
    where line.unit_id in (select touched.unit_id from touched where touched.leg = '{{ leg }}')
    group by line.unit_id
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    touched.decision_id,
    touched.leg,
    touched.unit_id,
    unit.side,
    unit.fund_code,
    unit.amount,
    unit.period,
    unit.fee_from,
    unit.fee_to,
    unit.closed_group_id,
    not touched.is_unit and touched.named_lines < coalesce(size.lines, 1) as is_part
from touched
inner join unit
    on touched.leg = unit.leg and touched.unit_id = unit.unit_id
left join size
    on touched.leg = size.leg and touched.unit_id = size.unit_id
