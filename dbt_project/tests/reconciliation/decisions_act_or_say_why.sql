-- No decision is silent: it is told once, and where it does not act it says why. What P0 holds has the verdict that the
-- decision gave it, and nobody is called a checker of a line without an approved decision that acts.
{%- set legs = decided_legs() %}
with held as (
    {%- for leg in legs %}
    select leg, unit_id, verdict, rule from (select '{{ leg }}' as leg, unit_id, verdict, rule from {{ ref(leg ~ '_outcome') }}) as outcome
    where unit_id in (select unit_id from {{ ref('decision_link') }} where leg = '{{ leg }}')
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select concat_ws('', 'not told: ', decision.decision_id) as problem
from {{ ref('stg_decision') }} as decision
left join {{ ref('fct_decision') }} as told
    on decision.decision_id = told.decision_id
where told.decision_id is null
union all
select concat_ws('', 'silent: ', decision_id) as problem
from {{ ref('fct_decision') }}
where state <> 'applied' and why is null
union all
select concat_ws('', 'not held: ', link.decision_id) as problem
from {{ ref('decision_link') }} as link
left join held
    on link.leg = held.leg and link.unit_id = held.unit_id
where held.unit_id is null
    or held.verdict <> link.verdict
    or held.rule <> concat_ws('', link.leg, '_p0_people')
union all
select distinct concat_ws('', 'no decision behind: ', line.leg, ' ', line.record_key) as problem
from {{ ref('fct_reconciliation_line') }} as line
left join (select distinct leg, region_code, checker from {{ ref('fct_decision') }} where state = 'applied') as decision
    on line.leg = decision.leg and line.region_code = decision.region_code and line.confirmed_by = decision.checker
where line.confirmed_by <> 'rule'
    and decision.checker is null
