-- Funds of a region's statement in the order of the forms. $region, $period
select distinct line.fund_code, dim_fund.fund_name, dim_fund.short_name, dim_fund.sort_no
from marts.fct_fund_statement as line
inner join marts.dim_fund on line.fund_code = dim_fund.fund_code
where line.region_code = $region and line.period = $period
order by dim_fund.sort_no
