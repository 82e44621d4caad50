-- What the passes of the leg match: benefit batches of the agency (L) and payouts to the expenditure account (R).
select
    bundle.unit_id,
    bundle.batch_no as record_key,
    cast('L' as string) as side,
    bundle.region_code,
    bundle.fund_code,
    bundle.amount,
    bundle.period,
    day.work_no,
    bundle.batch_no,
    bundle.is_reissue,
    false as is_reversal
from {{ ref('ssa_fin_benefit_bundle') }} as bundle
left join {{ ref('working_day') }} as day
    on bundle.paid_date = day.day
union all
select
    line_id as unit_id,
    record_key,
    cast('R' as string) as side,
    region_code,
    fund_code,
    cast(-net_income as decimal(28, 2)) as amount,
    period,
    work_no,
    benefit_batch_no as batch_no,
    false as is_reissue,
    net_income > 0 as is_reversal
from {{ ref('journal_line') }}
where item = '拨付支出户'
    and purpose_account is null
