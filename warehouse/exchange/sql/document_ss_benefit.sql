-- Payments are batches to the finance bureau; nothing of a person is read.
select
    source_file_id, source_row, cast(null as varchar) as ticket_no, cast(null as varchar) as assessment_no,
    trim(payment_no) as voucher_no, trim(batch_no) as batch_no, trim(benefit_period) as fee_period, trim(benefit_item) as kind,
    cast(null as date) as treasury_date
from read_parquet($paths)
