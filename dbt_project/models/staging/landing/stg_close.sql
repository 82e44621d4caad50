-- Every close of a month that was made here: who, why, which version stands.
select
    region_code,
    period,
    version,
    status,
    closed_by,
    reason,
    closed_at,
    digest,
    reopened_by,
    reopened_at,
    reopen_reason
from {{ source('closed', 'close') }}
