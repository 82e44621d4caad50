-- One row per fund and indicator. value keeps its unit beside it; 万人 is never converted silently.
with typed as (
    select
        source_file_id,
        source_row,
        {{ to_text('fund_code') }} as fund_code,
        {{ to_text('indicator') }} as indicator,
        try_cast(replace({{ to_text('value') }}, ',', '') as decimal(28, 6)) as value,
        {{ to_text('unit') }} as unit
    from {{ source('landing', 'ss_statistics') }}
),

counted as (
    {{ counted('typed') }}
)

select
    counted.*,
    concat_ws('', counted.fund_code, '-', counted.indicator, '-', counted.period) as record_key
from counted
