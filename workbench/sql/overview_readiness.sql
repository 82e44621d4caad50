-- What the close asks for, failures first.
select requirement, status, measured, threshold, evidence
from marts.mart_close_readiness
where region_code = $region and period = $period
order by status, requirement
