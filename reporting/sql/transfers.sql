-- Funds that received remittances from, or paid subsidies to, the lower level. $region, $period, $line
select fund_code
from marts.fct_fund_statement
where region_code = $region and period = $period and line_code = $line
    and basis = 'accounting' and fund_code <> 'all' and amount_ytd <> 0
