-- The reconciliation statement of a month as it was published when it was closed, version by version.
select
    closed_period,
    cast(close_version as integer) as close_version,
    leg,
    region_code,
    fund_code,
    period,
    basis,
    cast(line_no as integer) as line_no,
    line_code,
    label,
    amount,
    status
from {{ source('closed', 'fct_reconciliation_bridge') }}
