-- The rows wanted (lists files, numbers) out of one dataset's delivered files (list paths).
with wanted as (
    select
        unnest(cast($files as varchar[])) as source_file_id,
        unnest(cast($numbers as bigint[])) as source_row
),

document as (
    /*document*/
)

select document.*
from document
semi join wanted
    on document.source_file_id = wanted.source_file_id
    and document.source_row = wanted.source_row
