-- Closes of a month, the newest version first, and how many rows have moved since.
select
    closed.version, closed.status, closed.closed_by, closed.reason, closed.closed_at, closed.digest, closed.reopened_by,
    closed.reopened_at, closed.reopen_reason, count(moved.record_key) as restated_rows
from marts.fct_close as closed
left join marts.fct_restatement as moved
    on closed.region_code = moved.region_code and closed.period = moved.period and closed.version = moved.close_version
where closed.region_code = $region and closed.period = $period
group by all
order by closed.version desc
