-- An independent count for the strongest pass: the bag intersection of both sides' keys.
with left_bag as (
    select region_code, ticket, fund_code, fee_from, fee_to, payer_key, amount
    from {{ ref('ssa_tax_unit') }} as unit
    where side = 'L' and ticket is not null
        and not exists (select 1 from {{ ref('ssa_tax_outcome') }} as gone where gone.unit_id = unit.unit_id and gone.rule in ('ssa_tax_p0_people', 'ssa_tax_p1_repeated', 'ssa_tax_p1_struck_ticket', 'ssa_tax_p1_struck_payer'))
),

right_bag as (
    select region_code, ticket, fund_code, fee_from, fee_to, payer_key, amount
    from {{ ref('ssa_tax_unit') }} as unit
    where side = 'R' and ticket is not null
        and not exists (select 1 from {{ ref('ssa_tax_outcome') }} as gone where gone.unit_id = unit.unit_id and gone.rule in ('ssa_tax_p0_people', 'ssa_tax_p1_repeated', 'ssa_tax_p1_struck_ticket', 'ssa_tax_p1_struck_payer'))
),

shared as (
    select count(*) as pairs
    from (select * from left_bag intersect all select * from right_bag) as both_sides
),

linked as (
    select count(*) as pairs
    from {{ ref('ssa_tax_outcome') }}
    where rule = 'ssa_tax_p2_ticket' and side = 'L'
)

select shared.pairs as shared_pairs, linked.pairs as linked_pairs
from shared
cross join linked
where shared.pairs <> linked.pairs
