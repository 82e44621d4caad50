-- All rows of all tables. A year has tables as soon as its goals are there; without goals the evaluation is left undone.
with row_of_table as (
    select {{ table_row_columns() }} from {{ ref('funds_row') }}
    union all
    select {{ table_row_columns() }} from {{ ref('goal_row') }}
)

select row_of_table.*
from row_of_table
where exists (
    select 1
    from {{ ref('goal_indicator') }} as goal
    where row_of_table.region_code = goal.region_code
        and row_of_table.year = goal.year
)
