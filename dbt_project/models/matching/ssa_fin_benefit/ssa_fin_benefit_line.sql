{{ config(materialized='view') }}
-- Every line of both parties in this leg, with its unit, or with the reason why it has none.
select
    line.line_id, cast('social_security' as string) as party, cast('ss_benefit' as string) as dataset, line.source_file_id, line.source_row,
    line.record_key, line.region_code, line.fund_code, cast(null as string) as payer_key, line.amount,
    line.paid_date as business_date, line.period,
    bundle.unit_id,
    cast(null as string) as exclusion
from {{ ref('benefit_line') }} as line
left join {{ ref('ssa_fin_benefit_bundle') }} as bundle
    on line.region_code = bundle.region_code
    and line.fund_code = bundle.fund_code
    and line.batch_no = bundle.batch_no
    and line.is_reissue = bundle.is_reissue
    and line.period = bundle.period
union all
select
    line_id, cast('finance' as string) as party, cast('fin_special_account' as string) as dataset, source_file_id, source_row,
    record_key, region_code, fund_code, cast(null as string) as payer_key, -net_income as amount, booked_date as business_date, period,
    case when item = '拨付支出户' and purpose_account is null then line_id end as unit_id,
    case
        when item <> '拨付支出户' then 'other_item'
        when purpose_account is not null then 'without_benefit_batch'
    end as exclusion
from {{ ref('journal_line') }}
