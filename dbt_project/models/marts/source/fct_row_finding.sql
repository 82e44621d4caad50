-- Rows that landing rejected or doubted. A rejected row counts nowhere; a doubted one goes on.
select
    finding.source_file_id,
    finding.dataset,
    source_file.region_code,
    source_file.period,
    finding.source_row,
    finding.column_name,
    finding.value,
    finding.code,
    finding.severity,
    finding.message
from {{ ref('stg_row_finding') }} as finding
left join {{ source('landing', 'source_file') }} as source_file
    on finding.source_file_id = source_file.source_file_id
