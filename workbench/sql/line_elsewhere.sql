-- The same record in another leg.
select leg, line_id, party, record_key, amount, period, verdict, cause, cleared_period, source_file_id, source_row, false as is_related
from marts.fct_reconciliation_line
where leg = $leg and party = $party and line_id = $line_id and region_code = $region
