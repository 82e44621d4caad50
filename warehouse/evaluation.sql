-- Tables of a year with their totals. $year, $region (NULL for all)
select
    line.region_code,
    line.fund_code,
    coalesce(dim_fund.short_name, '全部') as fund,
    line.scheme,
    line.weight,
    line.score,
    line.grade,
    line.status
from marts.mart_self_evaluation as line
left join marts.dim_fund on line.fund_code = dim_fund.fund_code
where line.block = 'total'
    and line.year = $year
    and ($region is null or line.region_code = $region)
order by line.region_code, coalesce(dim_fund.sort_no, 99), line.fund_code
