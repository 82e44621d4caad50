-- The same record in the other legs, and the record that a repeat or a refund belongs to.
select leg, line_id, party, record_key, amount, period, verdict, cause, cleared_period, source_file_id, source_row, false as is_related
from marts.fct_reconciliation_line
where line_id = $line_id and dataset = $dataset and leg <> $leg and region_code = $region
union all
select leg, line_id, party, record_key, amount, period, verdict, cause, cleared_period, source_file_id, source_row, true as is_related
from marts.fct_reconciliation_line
where record_key = $related and leg = $leg and region_code = $region
order by is_related, leg
