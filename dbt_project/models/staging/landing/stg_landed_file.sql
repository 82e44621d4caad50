-- A month that waits for a party's file is left out whole; annual files count as soon as they are there.
select
    source_file.source_file_id,
    source_file.dataset,
    source_file.region_code,
    source_file.period
from {{ source('landing', 'source_file') }} as source_file
left join {{ ref('stg_period_scope') }} as scope
    on source_file.region_code = scope.region_code
    and source_file.period = scope.period
where source_file.status = 'accepted'
    and (scope.state in ('complete', 'books_only') or length(source_file.period) = 4)
