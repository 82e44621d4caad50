-- Kinds of premiums that a fund received. $region, $fund, $period
select line_code, item
from marts.fct_fund_statement
where region_code = $region and fund_code = $fund and period = $period
    and basis = 'report' and line_kind = 'detail' and substr(line_code, 1, 4) = '4001' and amount_ytd <> 0
order by line_no, line_code
