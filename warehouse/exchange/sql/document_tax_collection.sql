select
    source_file_id, source_row, trim(ticket_no, concat(' ', chr(9))) as ticket_no, trim(assessment_no) as assessment_no,
    cast(null as varchar) as voucher_no, trim(transfer_batch_no) as batch_no,
    case
        when left(fee_period_start, 7) = left(fee_period_end, 7) then replace(left(trim(fee_period_start), 7), '-', '')
        else concat(replace(left(trim(fee_period_start), 7), '-', ''), '–', replace(left(trim(fee_period_end), 7), '-', ''))
    end as fee_period,
    trim(levy_type) as kind, try_cast(trim(treasury_date) as date) as treasury_date
from read_parquet($paths)
