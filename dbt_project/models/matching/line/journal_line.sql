-- One row per entry of the special account's journal: amount as income less expenditure, and what the entry is for.
with entry as (
    select
        stg.*,
        cast(row_number() over (
            partition by stg.region_code, stg.record_key, stg.fund_code, stg.item, stg.income, stg.expenditure
            order by stg.booked_date nulls last, stg.summary nulls last, stg.source_file_id nulls last, stg.source_row nulls last
        ) as integer) as copy_no,
        purpose.account_code as purpose_account
    from {{ ref('stg_fin_special_account') }} as stg
    left join {{ ref('payout_purpose') }} as purpose
        on stg.item = '拨付支出户'
        and stg.benefit_batch_no is null
        and stg.summary like concat_ws('', '%', purpose.pattern, '%')
)

select
    {{ content_id("concat_ws('', 'journal|', region_code, '|', record_key, '|', fund_code, '|', item, '|', cast(income as string), '|', cast(expenditure as string), '|', cast(copy_no as string))") }} as line_id,
    entry.source_file_id,
    entry.source_row,
    entry.record_key,
    entry.region_code,
    entry.fund_code,
    entry.item,
    cast(entry.income - entry.expenditure as decimal(18, 2)) as net_income,
    entry.booked_date,
    entry.period,
    entry.transfer_batch_no,
    entry.benefit_batch_no,
    entry.purpose_account,
    coalesce(entry.summary, '') like '%收入户%' or coalesce(entry.counterparty, '') like '%收入户%' as is_from_income_account,
    day.work_no,
    entry.copy_no
from entry
left join {{ ref('working_day') }} as day
    on entry.booked_date = day.day
