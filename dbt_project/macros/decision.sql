{# People's approved decisions. Relations named `decided_*` and `decision_*` hold a row per thing that people named, so all
   of this costs nothing where nobody has decided anything. #}

{# Legs whose lines people may decide about: those whose first pass is theirs. Totals have no lines to decide. #}
{% macro decided_legs() -%}
    {%- set legs = [] -%}
    {%- for leg, passes in var('match_passes').items() if passes[0] == leg ~ '_p0_people' -%}{%- do legs.append(leg) -%}{%- endfor -%}
    {{ return(legs) }}
{%- endmacro %}

{# The leg whose units are the lines themselves has no relation of lines beside that of its units. #}
{% macro has_bundles(leg) -%}
    {{ return(leg != 'ssa_tax') }}
{%- endmacro %}

{# P0: what a decision links, holds out of the passes or excludes. #}
{% macro link_decided(decisions) -%}
link as (
    select unit_id, group_id, unit_id as related_id, opened_period, cleared_period, verdict
    from {{ decisions }}
    where leg = '{{ model_leg(model.name) }}'
)
{%- endmacro %}

{# Verdicts that nobody has to explain. #}
{% macro settled_verdicts() -%}
    ('matched', 'self_cancelled', 'excluded')
{%- endmacro %}

{# Which decision stands behind the cause of a unit, seen after matching: explanations and write-offs of whole groups whose
   verdict allows the cause, and what P0 linked or excluded. Of several the one that was approved last counts. #}
{% macro decided_causes(leg) -%}
with named as (
    select unit.decision_id, unit.unit_id, decision.kind, decision.place, decision.region_code, decision.checker,
        case decision.kind when 'write_off' then 'written_off' else decision.cause end as cause
    from {{ ref('decided_unit') }} as unit
    inner join {{ ref('decision_standing') }} as decision
        on unit.decision_id = decision.decision_id
    where unit.leg = '{{ leg }}' and decision.state = 'applied' and decision.kind in ('explain', 'write_off')
),

told as (
    select outcome.unit_id, coalesce(outcome.group_id, outcome.unit_id) as group_id
    from {{ ref(leg ~ '_outcome') }} as outcome
    {{ semi_join() }} named
        on outcome.unit_id = named.unit_id
),

member as (
    select
        outcome.unit_id, outcome.verdict, coalesce(outcome.group_id, outcome.unit_id) as group_id,
        case outcome.side when 'L' then outcome.amount else -outcome.amount end as amount
    from {{ ref(leg ~ '_outcome') }} as outcome
    {{ semi_join() }} told
        on coalesce(outcome.group_id, outcome.unit_id) = told.group_id
),

measured as (
    select
        touched.decision_id, touched.group_id,
        min(member.verdict) as verdict,
        count(*) - count(named.unit_id) as unnamed_units,
        abs(sum(member.amount)) as difference
    from (
        select distinct named.decision_id, told.group_id from named inner join told on named.unit_id = told.unit_id
    ) as touched
    inner join member
        on touched.group_id = member.group_id
    left join named
        on touched.decision_id = named.decision_id and member.unit_id = named.unit_id
    group by touched.decision_id, touched.group_id
),

judged as (
    select
        named.decision_id, named.unit_id, named.place, named.cause, named.checker,
        case
            when measured.verdict in {{ settled_verdicts() }} then 'by_rule'
            when measured.unnamed_units > 0 then 'part_of_group'
            when cause.verdict is null or cause.is_by_person <> (named.kind = 'write_off') then 'cause'
            when named.kind = 'write_off' and total.difference > limits.write_off_cap then 'over_cap'
        end as why
    from named
    inner join told
        on named.unit_id = told.unit_id
    inner join measured
        on named.decision_id = measured.decision_id and told.group_id = measured.group_id
    left join {{ ref('difference_causes') }} as cause
        on measured.verdict = cause.verdict and named.cause = cause.cause and {{ is_cause_of('cause.legs', "'" ~ leg ~ "'") }}
    left join (
        select decision_id, sum(difference) as difference
        from measured
        where verdict not in {{ settled_verdicts() }}
        group by decision_id
    ) as total
        on named.decision_id = total.decision_id
    inner join {{ ref('region_materiality') }} as limits
        on named.region_code = limits.region_code
    union all
    select decision_id, unit_id, place, cause, checker, cast(null as string) as why
    from {{ ref('decision_link') }}
    where leg = '{{ leg }}' and kind <> 'unmatch'
),

ranked as (
    select
        judged.*,
        row_number() over (
            partition by unit_id, case when why is null then 1 else 0 end order by place desc nulls last
        ) as newest
    from judged
)

select
    decision_id,
    unit_id,
    cause,
    checker,
    why is null and newest = 1 as is_applied,
    case when why is null and newest > 1 then 'later' else why end as why
from ranked
{%- endmacro %}
