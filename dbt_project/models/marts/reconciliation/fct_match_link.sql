-- What the passes linked and settled, unit by unit (a line, or the lines of one batch): the part that a close freezes.
{%- for leg in ['ssa_tax', 'tax_fin', 'ssa_fin_benefit', 'ledger_fin'] %}
select
    '{{ leg }}' as leg,
    region_code,
    period,
    side,
    {{ id_text("unit_id") }} as unit_id,
    {{ id_text("coalesce(group_id, unit_id)") }} as group_id,
    {{ id_text("coalesce(related_id, unit_id)") }} as related_id,
    verdict,
    rule,
    opened_period,
    cleared_period
from {{ ref(leg ~ '_outcome') }}
where cleared_period is not null
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
