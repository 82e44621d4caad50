select
    source_file_id, source_row, cast(null as varchar) as ticket_no, cast(null as varchar) as assessment_no,
    trim(account_code) as voucher_no, cast(null as varchar) as batch_no, cast(null as varchar) as fee_period,
    trim(account_name) as kind, cast(null as date) as treasury_date
from read_parquet($paths)
