-- What was published about a record when months were closed, what has moved since, and what later files changed in it.
select
    'closed' as event, closed_period as period, close_version as version, verdict, cause, amount, cleared_period, null as changed
from marts.fct_closed_line
where leg = $leg and record_key = $record_key and region_code = $region
union all
select 'restated', period, close_version, known_verdict, known_cause, known_amount, known_cleared_period, change
from marts.fct_restatement
where leg = $leg and record_key = $record_key and region_code = $region
union all
select 'redelivered', period, version, null, null, amount, null, change
from marts.fct_version_difference
where dataset = $dataset and record_key = $record_key and region_code = $region
order by period, version, event
