-- Why a plus and a minus cancel each other: a correction, when it is called one and is not simply the ticket itself taken
-- back; else a void.
select
    outcome.unit_id,
    case
        when unit.side = 'L' and (unit.kind = '更正' or partner.kind = '更正') then 'correction'
        when unit.kind = '更正' and partner.kind = '更正' then 'correction'
        when (unit.kind = '更正' or partner.kind = '更正') and unit.ticket <> partner.ticket then 'correction'
        else 'void'
    end as cause
from {{ ref('ssa_tax_outcome') }} as outcome
inner join {{ ref('ssa_tax_unit') }} as unit
    on outcome.unit_id = unit.unit_id
inner join {{ ref('ssa_tax_unit') }} as partner
    on outcome.related_id = partner.unit_id
where outcome.verdict = 'self_cancelled'
