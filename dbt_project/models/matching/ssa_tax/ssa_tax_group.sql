-- What each differing group of the leg holds, for the causes: sums of both sides and what was due.
select
    outcome.group_id,
    cast(sum(case when unit.side = 'L' then unit.amount else 0 end) as decimal(28, 2)) as left_amount,
    cast(sum(case when unit.side = 'R' then unit.amount else 0 end) as decimal(28, 2)) as right_amount,
    cast(sum(posting.amount_due) as decimal(28, 2)) as amount_due
from {{ ref('ssa_tax_outcome') }} as outcome
inner join {{ ref('ssa_tax_unit') }} as unit
    on outcome.unit_id = unit.unit_id
left join {{ ref('posting_line') }} as posting
    on outcome.unit_id = posting.line_id
where outcome.verdict = 'amount_differs'
group by outcome.group_id
