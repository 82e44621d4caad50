-- What the passes of the leg match: treasury batches of the bureau (L) and entries of the journal (R).
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
    bundle.is_refund,
    cast(null as integer) as is_nameless,
    false as is_reversal
from {{ ref('tax_fin_bundle') }} as bundle
left join {{ ref('working_day') }} as day
    on bundle.treasury_date = day.day
union all
select
    line_id as unit_id,
    record_key,
    cast('R' as string) as side,
    region_code,
    fund_code,
    cast(net_income as decimal(28, 2)) as amount,
    period,
    work_no,
    transfer_batch_no as batch_no,
    item = '退费' as is_refund,
    case when transfer_batch_no is null then 1 end as is_nameless,
    item = '保险费收入' and net_income < 0 as is_reversal
from {{ ref('journal_line') }}
where item in ('保险费收入', '退费')
    and not is_from_income_account
