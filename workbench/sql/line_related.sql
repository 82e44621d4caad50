-- The record that a repeat or a refund belongs to.
select leg, line_id, party, record_key, amount, period, verdict, cause, cleared_period, source_file_id, source_row, true as is_related
from marts.fct_reconciliation_line
where leg = $leg and record_key = $related and region_code = $region
