-- Results of the controls of a month, worst first.
select
    result.control_id, result.fund_code, coalesce(fund.short_name, '各险种') as fund_name, result.status, result.severity,
    result.measured, result.expected, result.evidence
from marts.mart_control_result as result
left join marts.dim_fund as fund
    on result.fund_code = fund.fund_code
where result.region_code = $region and result.period = $period
    and ($status = '' or result.status = $status or $status = 'ran' and result.status <> 'not_run')
    and ($severity = '' or result.severity = $severity)
    and ($fund = '' or result.fund_code = $fund)
order by
    list_position(['fail', 'warn', 'pass', 'not_run'], result.status),
    list_position(['high', 'medium', 'low'], result.severity),
    result.control_id, fund.sort_no nulls last
