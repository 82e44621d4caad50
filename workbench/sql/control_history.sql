-- One control over the months, fund by fund, the newest first.
select
    result.period, result.fund_code, coalesce(fund.short_name, '各险种') as fund_name, result.status, result.measured, result.expected,
    result.evidence
from marts.mart_control_result as result
left join marts.dim_fund as fund
    on result.fund_code = fund.fund_code
where result.region_code = $region and result.control_id = $control and result.status <> 'not_run'
order by result.period desc, fund.sort_no nulls last
limit 200
