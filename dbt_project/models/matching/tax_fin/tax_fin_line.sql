{{ config(materialized='view') }}
-- Every line of both parties in this leg, with its unit, or with the reason why it has none.
select
    line.line_id, cast('tax' as string) as party, cast('tax_collection' as string) as dataset, line.source_file_id, line.source_row,
    line.record_key, line.region_code, line.fund_code, line.payer_key, line.amount,
    coalesce(line.treasury_date, line.paid_date) as business_date,
    coalesce(line.treasury_period, line.paid_period) as period,
    case when line.treasury_date is not null and line.levy_type = '退库' then line.line_id else bundle.unit_id end as unit_id,
    case when line.treasury_date is null then 'not_in_treasury' end as exclusion
from {{ ref('tax_line') }} as line
left join {{ ref('tax_fin_bundle') }} as bundle
    on line.region_code = bundle.region_code
    and line.fund_code = bundle.fund_code
    and line.treasury_date = bundle.treasury_date
    and coalesce(line.batch_no, '') = coalesce(bundle.batch_no, '')
    and line.levy_type <> '退库'
    and not bundle.is_refund
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
