select
    region_code,
    period,
    state,
    missing,
    refused
from {{ source('landing', 'period_scope') }}
