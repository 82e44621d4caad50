-- One row per fund and indicator. value keeps its unit beside it; 万人 is never converted silently.
with landed as (
    {{ landed('ss_statistics') }}
)

select
    source_file_id,
    source_row,
    region_code,
    period,
    concat_ws('', {{ to_text('fund_code') }}, '-', {{ to_text('indicator') }}, '-', period) as record_key,
    {{ to_text('fund_code') }} as fund_code,
    {{ to_text('indicator') }} as indicator,
    try_cast(replace({{ to_text('value') }}, ',', '') as decimal(28, 6)) as value,
    {{ to_text('unit') }} as unit
from landed
