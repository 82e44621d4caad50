-- What P0 does to units: one row each. Linked as one group, excluded, or held out of every pass and left open on its side.
-- A unit that was taken apart is free again for a decision that was approved later.
with standing as (
    select * from {{ ref('decision_standing') }} where state = 'applied' and kind in ('match', 'exclude', 'unmatch')
),

acting as (
    select
        unit.leg, unit.unit_id, unit.side, unit.period, standing.decision_id, standing.kind, standing.place, standing.checker,
        standing.group_id, standing.verdict, standing.verdict_cause, standing.opened_period, standing.cleared_period,
        standing.lefts > 0 and standing.rights > 0 as is_two_sided,
        row_number() over (
            partition by unit.leg, unit.unit_id
            order by case standing.kind when 'unmatch' then 1 else 0 end nulls last, standing.place desc nulls last
        ) as turn
    from {{ ref('decided_unit') }} as unit
    inner join standing
        on unit.decision_id = standing.decision_id
)

select
    leg,
    unit_id,
    decision_id,
    kind,
    place,
    case kind when 'match' then group_id else unit_id end as group_id,
    case when kind <> 'unmatch' then verdict when side = 'L' then 'only_left' else 'only_right' end as verdict,
    verdict_cause as cause,
    case kind when 'match' then opened_period else period end as opened_period,
    case kind when 'match' then cleared_period end as cleared_period,
    case when kind <> 'unmatch' then checker end as checker,
    not (kind = 'unmatch' and is_two_sided) as keeps_nature
from acting
where turn = 1
