-- Every delivery for a month, the current one first; datasets that lack one are in dim_period.missing.
select
    source_file_id, party, dataset, version, name, status, rows, total, reject_rows, warning_rows, reason_code, received_at
from marts.dim_source_file
where region_code = $region and period = $period
order by party, dataset, status, version desc
