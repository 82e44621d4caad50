-- No control may be left out for a fund and month, and none may answer for a fund that it was not asked about.
with asked as (
    select control.control_id, scope.region_code, scope.period
    from {{ ref('control') }} as control
    cross join {{ ref('stg_period_scope') }} as scope
),

answered as (
    select distinct control_id, region_code, period
    from {{ ref('mart_control_result') }}
)

select asked.control_id, asked.region_code, asked.period
from asked
left join answered
    on asked.control_id = answered.control_id
    and asked.region_code = answered.region_code
    and asked.period = answered.period
where answered.control_id is null
