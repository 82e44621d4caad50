-- Every account of the books and every entry of the journal, each with the account under which both meet, or with the
-- reason why it stays out. Amounts are movements on the account's own side.
with item as (
    select journal_item, account_code, side, leg
    from {{ ref('ledger_item') }}
    where journal_item is not null
),

ledger as (
    select
        {{ content_id("concat('ledger|', stg.region_code, '|', stg.record_key, '|', cast(stg.debit as string), '|', cast(stg.credit as string))") }} as line_id,
        cast('social_security' as string) as party, cast('ss_ledger' as string) as dataset,
        stg.source_file_id, stg.source_row, stg.record_key, stg.region_code, stg.fund_code, cast(null as string) as payer_key,
        case when substr(stg.account_code, 1, 1) in ('1', '5') then stg.debit - stg.credit else stg.credit - stg.debit end as amount,
        {{ dbt.last_day(to_date("concat(stg.period, '01')"), 'month') }} as business_date,
        stg.period, stg.account_code, declared.leg
    from {{ ref('stg_ss_ledger') }} as stg
    inner join {{ ref('region_as_of') }} as span
        on stg.region_code = span.region_code
        and stg.period >= span.first_period
    left join (select distinct account_code, leg from {{ ref('ledger_item') }} where coalesce(journal_item, '') <> '退费') as declared
        on stg.account_code = declared.account_code
)

select
    line_id, party, dataset, source_file_id, source_row, record_key, region_code, fund_code, payer_key, amount, business_date, period,
    account_code,
    case when leg = 'ledger_fin' and amount <> 0 then line_id end as unit_id,
    case
        when length(account_code) > 4 then 'detail_of_parent'
        when substr(account_code, 1, 1) in ('1', '2', '3') then 'balance_account'
        when amount = 0 then 'no_movement'
        when leg <> 'ledger_fin' then 'other_item'
    end as exclusion
from ledger
union all
select
    journal.line_id, cast('finance' as string) as party, cast('fin_special_account' as string) as dataset,
    journal.source_file_id, journal.source_row, journal.record_key, journal.region_code, journal.fund_code, cast(null as string) as payer_key,
    case when item.side = 'expenditure' then -journal.net_income else journal.net_income end as amount,
    journal.booked_date as business_date, journal.period,
    coalesce(journal.purpose_account, item.account_code) as account_code,
    case when journal.purpose_account is not null or coalesce(item.leg, 'ledger_fin') = 'ledger_fin' then journal.line_id end as unit_id,
    case when journal.purpose_account is null and item.leg <> 'ledger_fin' then 'other_item' end as exclusion
from {{ ref('journal_line') }} as journal
left join item
    on journal.item = item.journal_item
