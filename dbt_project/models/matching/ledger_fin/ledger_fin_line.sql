-- Every account of the books and every entry of the journal, each with the account under which both meet, or with the
-- reason why it stays out. Amounts are movements on the account's own side.
with account as (
    select distinct account_code, group_account
    from {{ ref('ledger_item') }}
),

ledger as (
    select
        {{ content_id("concat_ws('', 'ledger|', stg.region_code, '|', stg.record_key, '|', cast(stg.debit as string), '|', cast(stg.credit as string))") }} as line_id,
        stg.source_file_id, stg.source_row, stg.record_key, stg.region_code, stg.fund_code, stg.period, stg.account_code,
        cast(case when substr(stg.account_code, 1, 1) in ('1', '5') then stg.debit - stg.credit else stg.credit - stg.debit end as decimal(18, 2)) as amount,
        {{ dbt.last_day(to_date("concat_ws('', stg.period, '01')"), 'month') }} as business_date,
        account.group_account
    from {{ ref('stg_ss_ledger') }} as stg
    inner join {{ ref('region_as_of') }} as span
        on stg.region_code = span.region_code
        and stg.period >= span.first_period
    left join account
        on stg.account_code = account.account_code
)

select
    line_id, cast('social_security' as string) as party, cast('ss_ledger' as string) as dataset, source_file_id, source_row, record_key,
    region_code, fund_code, cast(null as string) as payer_key, amount, business_date, period, group_account as account_code,
    case when group_account is not null and amount <> 0 then line_id end as unit_id,
    case
        when length(account_code) > 4 then 'detail_of_parent'
        when substr(account_code, 1, 1) in ('1', '2', '3') then 'balance_account'
        when amount = 0 then 'no_movement'
        when group_account is null then 'other_item'
    end as exclusion
from ledger
union all
select
    journal.line_id, cast('finance' as string) as party, cast('fin_special_account' as string) as dataset,
    journal.source_file_id, journal.source_row, journal.record_key, journal.region_code, journal.fund_code, cast(null as string) as payer_key,
    case when item.side = 'expenditure' then -journal.net_income else journal.net_income end as amount,
    journal.booked_date as business_date, journal.period,
    coalesce(journal.purpose_account, item.group_account) as account_code,
    journal.line_id as unit_id,
    cast(null as string) as exclusion
from {{ ref('journal_line') }} as journal
left join {{ ref('ledger_item') }} as item
    on journal.item = item.journal_item
