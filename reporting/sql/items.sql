-- Items of income and expenditure that any fund of the region moved in the year, for the rows of the statement.
-- Without benefits (5001), whose kinds have the same codes but different meanings in different funds. $region, $period
select
    case when line_code < '5' then 'income' else 'expenditure' end as side,
    line_code,
    min(item) as item
from marts.fct_fund_statement
where region_code = $region
    and period = $period
    and basis = 'report'
    and fund_code <> 'all'
    and amount_ytd <> 0
    and line_code <> '5001'
    and (line_kind = 'item' or (line_kind = 'detail' and substr(line_code, 1, 4) in ('4401', '4402', '5301', '5302')))
group by line_code
order by min(line_no), line_code
