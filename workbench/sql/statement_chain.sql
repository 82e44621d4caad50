-- The statement as one column (元): for the totals of three parties.
select line_no, line_code, label, amount
from /*source*/
where leg = $leg and region_code = $region and fund_code = $fund and period = $period and basis = $basis
order by line_no, line_code
