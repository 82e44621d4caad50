-- Per fund and month: late fees that came with the contributions, and refunds that the books carry as expenditure.
-- They explain, to the fen, what accounts 4501 and 5401 hold beyond the special account's items of the same name.
select
    line.region_code,
    line.fund_code,
    {{ to_period('line.treasury_date') }} as period,
    cast(sum(case when line.levy_type = '滞纳金' then line.amount else 0 end) as decimal(28, 2)) as late_fees,
    cast(sum(case when verdict.cause = 'posted_as_expenditure' then -line.amount else 0 end) as decimal(28, 2)) as refunds
from {{ ref('tax_line') }} as line
inner join {{ ref('ssa_tax_verdict') }} as verdict
    on line.line_id = verdict.line_id
where line.levy_type in ('滞纳金', '退库')
    and line.treasury_date is not null
group by line.region_code, line.fund_code, {{ to_period('line.treasury_date') }}
