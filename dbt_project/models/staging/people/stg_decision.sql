-- Approved decisions of people in the order in which they were approved: the place decides between two of them.
select
    decision_id,
    kind,
    leg,
    region_code,
    period,
    {{ to_text('cause') }} as cause,
    reason_code,
    maker,
    checker,
    made_at,
    approved_at,
    cast(row_number() over (order by approved_at nulls last, decision_id nulls last) as integer) as place
from {{ source('people', 'decision') }}
