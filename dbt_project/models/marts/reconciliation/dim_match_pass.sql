-- The rules behind the verdicts: passes of each leg in order with their keys, and what is left or out of scope when they end.
select
    pass.model as rule,
    pass.leg,
    pass.pass_order,
    pass.pass,
    pass.description as label,
    pass.kind,
    pass.keys,
    pass.window_days,
    pass.may_confirm,
    pass.verdict
from {{ ref('match_passes') }} as pass
{%- for suffix, order, pass, label, verdict in [('p8_left', 900, 'P8', '各轮之后仍无对方', none), ('scope', 0, 'P1', '不在该环节范围内', 'excluded')] %}
union all
select
    concat_ws('', leg.leg, '_{{ suffix }}') as rule, leg.leg, {{ order }} as pass_order, '{{ pass }}' as pass, '{{ label }}' as label,
    'rest' as kind, cast(null as string) as keys, cast(null as integer) as window_days, false as may_confirm,
    {% if verdict %}'{{ verdict }}'{% else %}cast(null as string){% endif %} as verdict
from {{ ref('legs') }} as leg
where leg.leg <> 'total_3way'
{%- endfor %}
union all
select
    'total_3way' as rule, 'total_3way' as leg, 0 as pass_order, 'P6' as pass, '三方总额比较' as label, 'total' as kind,
    'fund_code;period' as keys, cast(null as integer) as window_days, false as may_confirm, cast(null as string) as verdict
