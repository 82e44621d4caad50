-- Working days from the treasury day of a batch to its receipt in the special account, for receipts that name their
-- batch; a batch without a number on either side is the reconciliation's business.
with batch as (
    select region_code, transfer_batch_no, min(treasury_date) as treasury_date
    from {{ ref('stg_tax_collection') }}
    where transfer_batch_no is not null
        and treasury_date is not null
    group by region_code, transfer_batch_no
),

receipt as (
    select
        journal.region_code,
        journal.fund_code,
        journal.period,
        journal.transfer_batch_no,
        booked.work_no - treasury.work_no as lag_days
    from {{ ref('stg_fin_special_account') }} as journal
    inner join batch
        on journal.region_code = batch.region_code
        and journal.transfer_batch_no = batch.transfer_batch_no
    inner join {{ ref('working_day') }} as booked
        on journal.booked_date = booked.day
    inner join {{ ref('working_day') }} as treasury
        on batch.treasury_date = treasury.day
    where journal.item = '保险费收入'
        and journal.income > 0
),

judged as (
    select
        receipt.*,
        receipt.lag_days > {{ at_most('K03') }} or receipt.lag_days < 0 as is_late
    from receipt
),

by_fund as (
    select
        region_code,
        fund_code,
        period,
        cast(count(*) as bigint) as receipts,
        cast(sum(case when is_late then 1 else 0 end) as bigint) as late_receipts,
        max(lag_days) as longest,
        {{ joined("case when is_late then concat_ws('', transfer_batch_no, ' ', cast(lag_days as string), ' 个工作日') end") }} as batches
    from judged
    group by region_code, fund_code, period
)

select
    {{ control_result('K03', 'late_receipts = 0', 'longest', at_most('K03'),
        "concat_ws('', 'fin_special_account 超时 ', cast(late_receipts as string), '/', cast(receipts as string), ' 批', coalesce(concat_ws('', '：', batches), ''))", soft=true) }}
from by_fund
