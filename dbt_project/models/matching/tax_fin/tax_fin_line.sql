{{ config(materialized='view') }}
-- Every line of both parties in this leg, with its unit, or with the reason why it has none. The join compares columns only,
-- so that the engine can hash it.
with line as (
    select
        *,
        coalesce(batch_no, '') as batch_key,
        case when levy_type <> '退库' then treasury_date end as bundled_on
    from {{ ref('tax_line') }}
),

bundle as (
    select unit_id, region_code, fund_code, treasury_date, coalesce(batch_no, '') as batch_key
    from {{ ref('tax_fin_bundle') }}
    where not is_refund
)

select
    line.line_id, cast('tax' as string) as party, cast('tax_collection' as string) as dataset, line.source_file_id, line.source_row,
    line.record_key, line.region_code, line.fund_code, line.payer_key, line.amount,
    coalesce(line.treasury_date, line.paid_date) as business_date,
    {{ to_period('coalesce(line.treasury_date, line.paid_date)') }} as period,
    case when line.treasury_date is not null and line.levy_type = '退库' then line.line_id else bundle.unit_id end as unit_id,
    case when line.treasury_date is null then 'not_in_treasury' end as exclusion
from line
left join bundle
    on line.region_code = bundle.region_code
    and line.fund_code = bundle.fund_code
    and line.bundled_on = bundle.treasury_date
    and line.batch_key = bundle.batch_key
union all
select
    line_id, cast('finance' as string) as party, cast('fin_special_account' as string) as dataset, source_file_id, source_row,
    record_key, region_code, fund_code, cast(null as string) as payer_key, net_income as amount, booked_date as business_date, period,
    case when item in ('保险费收入', '退费') and not is_from_income_account then line_id end as unit_id,
    case
        when item not in ('保险费收入', '退费') then 'other_item'
        when is_from_income_account then 'agency_collected'
    end as exclusion
from {{ ref('journal_line') }}
