-- What each decision names: lines by their id, or whole units (the lines that the other party keeps as one amount) by theirs.
select distinct
    line.decision_id,
    decision.leg,
    decision.region_code,
    line.party,
    line.record_key,
    line.line_id as named_id,
    {{ id_from_text("nullif(" ~ first_match('line.line_id', '^[0-9A-F]{1,32}$') ~ ", '')") }} as line_id
from {{ source('people', 'decision_line') }} as line
inner join {{ ref('stg_decision') }} as decision
    on line.decision_id = decision.decision_id
