-- Totals that a current file reports about itself: one row per file and money column.
select
    reported.source_file_id,
    landed_file.dataset,
    landed_file.region_code,
    landed_file.period,
    reported.column_name,
    cast(reported.amount as decimal(28, 2)) as amount
from {{ source('landing', 'reported_total') }} as reported
inner join {{ ref('stg_landed_file') }} as landed_file
    on reported.source_file_id = landed_file.source_file_id
