-- How the controls of each month of the year ended.
select
    period, count(*) filter (where status = 'pass') as passed, count(*) filter (where status = 'warn') as warned,
    count(*) filter (where status = 'fail') as failed, count(*) filter (where status = 'not_run') as not_run,
    count(*) filter (where status = 'fail' and severity = 'high') as failed_high
from marts.mart_control_result
where region_code = $region and substr(period, 1, 4) = substr($period, 1, 4)
group by period
order by period
