-- Every close of a month and its re-opening. The version that stands is `current`.
select
    region_code,
    period,
    cast(version as integer) as version,
    status,
    closed_by,
    reason,
    cast(closed_at as timestamp) as closed_at,
    digest,
    reopened_by,
    cast(reopened_at as timestamp) as reopened_at,
    reopen_reason
from {{ ref('stg_close') }}
