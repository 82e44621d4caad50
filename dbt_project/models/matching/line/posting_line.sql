{{ config(materialized='view') }}
-- One row per posting of the agency. Nearly all are read as they were typed; those whose number comes more than once stand
-- in a table of their own.
with line as (
    select
        posting.line_id,
        {%- for column in posting_line_columns() %}
        posting.{{ column }},
        {%- endfor %}
        false as is_repeat
    from {{ ref('stg_ss_contribution') }} as posting
    {{ anti_join() }} {{ ref('posting_line_again') }} as again
        on posting.line_id = again.first_copy_id
    union all
    select
        again.line_id,
        {%- for column in posting_line_columns() %}
        again.{{ column }},
        {%- endfor %}
        again.is_repeat
    from {{ ref('posting_line_again') }} as again
)

select
    line.*,
    cast(fee_period as integer) as fee_month
from line
