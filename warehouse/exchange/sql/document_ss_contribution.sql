select
    source_file_id, source_row, trim(ticket_no) as ticket_no, trim(assessment_no) as assessment_no, trim(posting_no) as voucher_no,
    cast(null as varchar) as batch_no, trim(fee_period) as fee_period, trim(contribution_type) as kind, cast(null as date) as treasury_date
from read_parquet($paths)
