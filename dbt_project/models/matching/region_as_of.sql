-- First and latest complete month of each region: ageing, and what may still be in transit, follow from them and never
-- from the clock. The variable `as_of` (YYYYMM) looks back to an earlier month.
with month as (
    select region_code, period
    from {{ ref('stg_period_scope') }}
    where state = 'complete'
        {%- if var('as_of', none) %}
        and period <= '{{ var('as_of') }}'
        {%- endif %}
),

span as (
    select
        region_code,
        min(period) as first_period,
        max(period) as as_of
    from month
    group by region_code
),

dated as (
    select
        span.*,
        {{ to_date("concat_ws('', first_period, '01')") }} as first_day,
        {{ dbt.last_day(to_date("concat_ws('', as_of, '01')"), 'month') }} as last_day
    from span
)

select
    dated.region_code,
    dated.first_period,
    dated.as_of,
    dated.first_day,
    dated.last_day,
    opening.work_no as first_work_no,
    closing.work_no as last_work_no
from dated
inner join {{ ref('working_day') }} as opening
    on dated.first_day = opening.day
inner join {{ ref('working_day') }} as closing
    on dated.last_day = closing.day
