-- The line's month, unless it is closed: then the latest month with all files.
select case
    when exists (
        select 1 from marts.fct_close where region_code = $region and period = $period and status = 'current'
    ) then max(period)
    else $period
end as period
from marts.dim_period
where region_code = $region and state = 'complete'
