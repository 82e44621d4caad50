-- One row per fund and account of the year's budget; amounts are turned from 万元 into yuan here, once.
with typed as (
    select
        source_file_id,
        source_row,
        {{ to_text('fund_code') }} as fund_code,
        {{ to_text('direction') }} as direction,
        {{ to_text('account_code') }} as account_code,
        {{ to_text('item') }} as item,
        cast(try_cast(replace({{ to_text('initial_budget') }}, ',', '') as decimal(18, 6)) * 10000 as decimal(18, 2)) as initial_budget,
        cast(try_cast(replace({{ to_text('adjusted_budget') }}, ',', '') as decimal(18, 6)) * 10000 as decimal(18, 2)) as adjusted_budget
    from {{ source('landing', 'fin_budget') }}
),

counted as (
    {{ counted('typed') }}
)

select
    counted.*,
    counted.period as budget_year,
    concat_ws('', counted.fund_code, '-', counted.account_code, '-', counted.period) as record_key
from counted
