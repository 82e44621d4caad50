-- One row per region and month that any party has delivered for; state says whether the month counts and why not.
select
    region_code,
    period,
    cast(substr(period, 1, 4) as integer) as year,
    cast(substr(period, 5, 2) as integer) as month,
    {{ dbt.last_day(to_date("concat_ws('', period, '01')"), 'month') }} as month_end,
    state,
    missing,
    refused
from {{ ref('stg_period_scope') }}
