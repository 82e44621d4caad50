-- Deviations with the words that people gave for them, and those that still lack them. $region, $year
select
    coalesce(dim_fund.short_name, '各险种合计') as fund,
    line.level_3,
    line.indicator_code,
    line.fund_code,
    line.deviation_reason,
    line.improvement,
    line.needs_reason and line.deviation_reason is null as is_missing
from marts.mart_self_evaluation as line
left join marts.dim_fund on line.fund_code = dim_fund.fund_code
where line.region_code = $region and line.year = $year and line.block <> 'total'
    and (line.deviation_reason is not null or line.improvement is not null or line.needs_reason)
order by coalesce(dim_fund.sort_no, 99), line.row_no
