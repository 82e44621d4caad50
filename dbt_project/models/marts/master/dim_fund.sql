select
    cast(fund_code as string) as fund_code,
    fund_name,
    short_name,
    english_name,
    cast(pays_by_day as integer) as pays_by_day,
    cast(sort_no as integer) as sort_no
from {{ ref('fund') }}
