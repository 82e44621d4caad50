-- Every decision with what it may do beside the others. Between two that link the same unit the one that was approved first
-- stands, also when it was itself refused; to take apart (`unmatch`) undoes what was approved before it.
with valid as (
    select decision_id, kind, place from {{ ref('decision_claim') }} where problem is null and kind in ('match', 'exclude', 'unmatch')
),

overlap as (
    select distinct
        mine.decision_id, mine.kind, theirs.decision_id as other_id, theirs.kind as other_kind,
        theirs.place > mine.place as is_later, theirs.place as other_place
    from {{ ref('decided_unit') }} as my_unit
    inner join valid as mine
        on my_unit.decision_id = mine.decision_id
    inner join {{ ref('decided_unit') }} as their_unit
        on my_unit.leg = their_unit.leg and my_unit.unit_id = their_unit.unit_id and my_unit.decision_id <> their_unit.decision_id
    inner join valid as theirs
        on their_unit.decision_id = theirs.decision_id
),

undone as (
    select decision_id, min(other_id) as other_id
    from overlap
    where kind <> 'unmatch' and other_kind = 'unmatch' and is_later
    group by decision_id
),

beaten as (
    select overlap.decision_id, min(overlap.other_id) as other_id
    from overlap
    {{ anti_join() }} undone
        on overlap.other_id = undone.decision_id
    where overlap.kind <> 'unmatch' and overlap.other_kind <> 'unmatch' and not overlap.is_later
    group by overlap.decision_id
)

select
    claim.*,
    case
        when claim.problem = 'noted' then 'noted'
        when claim.problem = 'orphaned' then 'orphaned'
        when claim.problem is not null then 'refused'
        when undone.decision_id is not null then 'superseded'
        when beaten.decision_id is not null then 'refused'
        else 'applied'
    end as state,
    coalesce(claim.problem, case when undone.decision_id is not null then 'undone' when beaten.decision_id is not null then 'beaten' end) as why,
    coalesce(undone.other_id, beaten.other_id) as other_id
from {{ ref('decision_claim') }} as claim
left join undone
    on claim.decision_id = undone.decision_id
left join beaten
    on claim.decision_id = beaten.decision_id
