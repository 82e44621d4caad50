-- One row per line of the leg: verdict, proposed cause, and the evidence for both.
with line as (
    select
        line_id, cast('social_security' as string) as party, cast('ss_contribution' as string) as dataset, source_file_id, source_row,
        record_key, region_code, fund_code, payer_key, amount, posted_date as business_date, period, posted_date as transit_date,
        cast('posted_twice' as string) as duplicate_cause, contribution_type as kind, fee_month as fee_from
    from {{ ref('posting_line') }}
    union all
    select
        line_id, cast('tax' as string) as party, cast('tax_collection' as string) as dataset, source_file_id, source_row,
        record_key, region_code, fund_code, payer_key, amount, paid_date as business_date, paid_period as period,
        treasury_date as transit_date, cast('collected_twice' as string) as duplicate_cause, levy_type as kind, fee_from
    from {{ ref('tax_line') }}
)

select
    cast('ssa_tax' as string) as leg,
    line.party,
    line.dataset,
    line.record_key,
    line.source_file_id,
    line.source_row,
    line.region_code,
    line.fund_code,
    line.payer_key,
    line.amount,
    line.business_date,
    line.period,
    line.line_id,
    outcome.side,
    outcome.group_id,
    outcome.related_id,
    outcome.pass,
    outcome.rule,
    outcome.is_confirmed,
    outcome.verdict,
    {{ ssa_tax_cause() }} as cause,
    outcome.opened_period,
    outcome.cleared_period
from {{ ref('ssa_tax_outcome') }} as outcome
inner join line
    on outcome.unit_id = line.line_id
left join {{ ref('ssa_tax_group') }} as sums
    on outcome.verdict = 'amount_differs'
    and outcome.group_id = sums.group_id
left join {{ ref('region_as_of') }} as span
    on line.region_code = span.region_code
left join {{ ref('working_day') }} as day
    on line.transit_date = day.day
left join {{ ref('ssa_tax_struck') }} as struck
    on outcome.verdict = 'self_cancelled'
    and outcome.unit_id = struck.unit_id
left join {{ ref('refund_as_expenditure') }} as refund_booked
    on outcome.verdict = 'refund'
    and outcome.unit_id = refund_booked.line_id
