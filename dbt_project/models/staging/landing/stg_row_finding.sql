select
    source_file_id,
    dataset,
    source_row,
    column_name,
    value,
    code,
    severity,
    message
from {{ source('landing', 'row_finding') }}
