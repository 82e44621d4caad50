-- One row per open line at the end of the region's latest complete month: how old, which cause, whose turn.
with open_line as (
    select
        line.leg, line.party, line.record_key, line.region_code, line.fund_code, line.payer_key, line.amount, line.business_date,
        line.opened_period, line.verdict, line.cause, cause.owner, line.group_id, line.source_file_id, line.source_row,
        line.line_id, line.unit_id, line.confirmed_by,
        cast({{ dbt.datediff('line.business_date', 'span.last_day', 'day') }} as integer) as age_days
    from {{ ref('fct_reconciliation_line') }} as line
    inner join {{ ref('difference_causes') }} as cause
        on line.verdict = cause.verdict
        and coalesce(line.cause, '') = coalesce(cause.cause, '')
    inner join {{ ref('region_as_of') }} as span
        on line.region_code = span.region_code
    where cause.is_open
)

select
    leg,
    party,
    record_key,
    amount,
    opened_period,
    age_days,
    bucket.bucket,
    verdict,
    cause,
    owner,
    region_code,
    fund_code,
    payer_key,
    business_date,
    group_id,
    source_file_id,
    source_row,
    line_id,
    unit_id,
    confirmed_by
from open_line
inner join {{ ref('age_bucket') }} as bucket
    on open_line.age_days between coalesce(bucket.days_from, open_line.age_days) and coalesce(bucket.days_to, open_line.age_days)
    or open_line.age_days is null and bucket.days_to is null
