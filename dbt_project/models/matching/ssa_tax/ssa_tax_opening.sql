-- Postings of the first days of the first month, for an earlier fee month, that no tax line stands behind: their ticket may
-- lie in a month that was never delivered.
select outcome.unit_id
from {{ ref('ssa_tax_outcome') }} as outcome
inner join {{ ref('posting_line') }} as posting
    on outcome.unit_id = posting.line_id
inner join {{ ref('region_as_of') }} as span
    on outcome.region_code = span.region_code
where outcome.verdict = 'only_left'
    and posting.period = span.first_period
    and posting.fee_month < cast(span.first_period as integer)
    and outcome.work_no <= span.first_work_no + {{ leg_days('ssa_tax') }}
