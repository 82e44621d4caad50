{{ config(materialized='view') }}
-- One row per ticket line in its current state. Nearly all are read as they were typed; those that come more than once
-- stand in a table of their own. Writing millions of lines once more would cost more than matching them.
with line as (
    select
        stg.line_id,
        {%- for column in tax_line_columns() %}
        stg.{{ column }},
        {%- endfor %}
        false as is_repeat
    from {{ ref('stg_tax_collection') }} as stg
    {{ anti_join() }} {{ ref('tax_line_again') }} as again
        on stg.line_id = again.first_copy_id
    union all
    select
        again.line_id,
        {%- for column in tax_line_columns() %}
        again.{{ column }},
        {%- endfor %}
        again.is_repeat
    from {{ ref('tax_line_again') }} as again
    where again.is_current
)

select
    line.*,
    transfer_batch_no as batch_no,
    cast({{ to_month('fee_period_start') }} as integer) as fee_from,
    cast({{ to_month('fee_period_end') }} as integer) as fee_to
from line
