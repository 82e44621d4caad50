-- What a person might put together: proposals beside open lines, never confirmed by the machine.
select
    cast('ssa_tax' as string) as leg,
    region_code,
    right_key,
    left_key,
    second_left_key,
    reason,
    amount,
    working_days,
    place
from {{ ref('ssa_tax_suggestion') }}
