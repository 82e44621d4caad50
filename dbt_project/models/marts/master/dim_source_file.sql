-- Every delivery that landing has seen: accepted (the current version), superseded, refused.
select
    source_file_id,
    party,
    dataset,
    region_code,
    period,
    cast(version as integer) as version,
    file_name as name,
    sha256,
    cast(bytes as bigint) as bytes,
    cast(rows as bigint) as rows,
    cast(reported_rows as bigint) as reported_rows,
    cast(total as decimal(28, 2)) as total,
    cast(reject_rows as bigint) as reject_rows,
    cast(warning_rows as bigint) as warning_rows,
    status,
    reason_code,
    cast(received_at as timestamp) as received_at
from {{ source('landing', 'source_file') }}
