-- One row per goal of the year: indicator, target, weight, and the words that people add after the year.
with typed as (
    select
        source_file_id,
        source_row,
        {{ to_text('fund_code') }} as fund_code,
        {{ to_text('level_1') }} as level_1,
        {{ to_text('level_2') }} as level_2,
        {{ to_text('level_3') }} as level_3,
        {{ to_text('indicator_code') }} as indicator_code,
        {{ to_text('direction') }} as direction,
        {{ to_text('target') }} as target,
        {{ to_text('unit') }} as unit,
        {{ to_money('weight') }} as weight,
        coalesce({{ to_text('demand_driven') }} = '是', false) as demand_driven,
        {{ to_text('deviation_reason') }} as deviation_reason,
        {{ to_text('improvement') }} as improvement
    from {{ source('landing', 'fin_performance_goal') }}
),

counted as (
    {{ counted('typed') }}
)

select
    counted.*,
    counted.period as goal_year,
    concat_ws('', counted.fund_code, '-', counted.indicator_code, '-', counted.period) as record_key
from counted
