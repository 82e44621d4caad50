-- Each decision by itself: may it act on what it names, or why not? What other decisions say comes after.
with named as (
    select
        line.decision_id,
        cast(count(*) as bigint) as lines,
        cast(sum(case when line.is_found then 0 else 1 end) as bigint) as lost,
        cast(sum(case when line.is_changed then 1 else 0 end) as bigint) as changed,
        min(case when not line.is_found then line.record_key end) as lost_key,
        cast(sum(case when line.is_found and line.unit_id is null then 1 else 0 end) as bigint) as out_of_scope,
        bool_or(line.is_found and line.region_code <> coalesce(decision.region_code, '')) as has_other_region
    from {{ ref('decided_line') }} as line
    inner join {{ ref('stg_decision') }} as decision
        on line.decision_id = decision.decision_id
    group by line.decision_id
),

only_cause as (
    select verdict, min(cause) as cause
    from {{ ref('difference_causes') }}
    where not is_by_person
    group by verdict
    having count(*) = 1
),

proposed as (
    select
        decision.*, named.lines, named.lost, named.changed, named.lost_key, named.out_of_scope, named.has_other_region,
        told.group_id, told.opened_period, told.cleared_period, told.lefts, told.rights, told.has_part, told.frozen,
        told.is_several_groups, told.is_own_close,
        case decision.kind when 'match' then told.verdict when 'exclude' then 'excluded' end as verdict,
        case
            when decision.kind = 'exclude' then 'by_person'
            when decision.kind = 'match' and told.verdict <> 'matched' then coalesce(decision.cause, only_cause.cause)
        end as verdict_cause
    from {{ ref('stg_decision') }} as decision
    left join named
        on decision.decision_id = named.decision_id
    left join {{ ref('decided_group') }} as told
        on decision.decision_id = told.decision_id
    left join only_cause
        on told.verdict = only_cause.verdict
)

select
    proposed.decision_id, proposed.kind, proposed.leg, proposed.region_code, proposed.place, proposed.cause, proposed.checker,
    coalesce(proposed.lines, 0) as lines,
    proposed.group_id, proposed.opened_period, proposed.cleared_period, proposed.lefts, proposed.rights,
    proposed.verdict, proposed.verdict_cause,
    case
        when proposed.kind not in ('match', 'unmatch', 'exclude', 'explain', 'write_off') then 'noted'
        when proposed.leg is null or proposed.leg not in ('{{ decided_legs() | join("', '") }}') then 'leg'
        when proposed.checker is null or proposed.maker is null or proposed.maker = proposed.checker then 'same_person'
        when proposed.lines is null then 'no_lines'
        when proposed.lost > 0 then 'orphaned'
        when proposed.has_other_region then 'region'
        when proposed.out_of_scope > 0 then 'scope'
        when proposed.has_part then 'part_of_unit'
        when proposed.kind in ('explain', 'write_off') then null
        when proposed.frozen > 0 and not (proposed.kind = 'match' and proposed.is_own_close) then 'closed'
        when proposed.kind <> 'match' then null
        when proposed.lefts = 0 or proposed.rights = 0 then 'one_side'
        when proposed.is_several_groups then 'several_groups'
        when proposed.verdict <> 'matched' and allowed.verdict is null then 'cause'
    end as problem,
    proposed.lost, proposed.changed, proposed.lost_key
from proposed
left join {{ ref('difference_causes') }} as allowed
    on proposed.verdict = allowed.verdict
    and proposed.verdict_cause = allowed.cause
    and {{ is_cause_of('allowed.legs', 'proposed.leg') }}
    and not allowed.is_by_person
