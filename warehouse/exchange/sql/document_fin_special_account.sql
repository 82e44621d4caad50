-- The summary may name persons: only the batch number is taken from it.
select
    source_file_id, source_row, cast(null as varchar) as ticket_no, cast(null as varchar) as assessment_no,
    case when entry_no is null then trim(voucher_no) else concat(trim(voucher_no), '-', trim(entry_no)) end as voucher_no,
    nullif(regexp_extract(coalesce(summary, ''), 'GK[0-9]{17}|B[0-9]{9}[A-Z0-9]*'), '') as batch_no,
    cast(null as varchar) as fee_period, trim(item) as kind, cast(null as date) as treasury_date
from read_parquet($paths)
