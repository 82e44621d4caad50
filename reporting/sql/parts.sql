-- Parts of income and expenditure: items; of benefits also the kinds; of transfers the central
-- adjustment alone, since the report measure holds nothing else of them. $region, $fund, $period
with line as (
    select line_no, line_kind, line_code, item, amount_ytd, budget_adjusted
    from marts.fct_fund_statement
    where region_code = $region
        and fund_code = $fund
        and period = $period
        and basis = 'report'
        and line_kind in ('item', 'detail')
)

select
    case when line_code < '5' then 'income' else 'expenditure' end as side,
    line_code,
    item,
    line_kind,
    amount_ytd <> 0 as has_amount,
    budget_adjusted is not null as has_budget
from line
where case
    when line_code like '5001__' then true
    when line_kind = 'detail' then substr(line_code, 1, 4) in ('4401', '4402', '5301', '5302')
    else true
end
order by line_no, line_code
