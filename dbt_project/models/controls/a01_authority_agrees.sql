-- Subsidies, interest, investment income and transfers: finance is authoritative, so the books must show its figure.
with journal as (
    select
        region_code,
        fund_code,
        period,
        item,
        cast(sum(income + expenditure) as decimal(28, 2)) as amount
    from {{ ref('stg_fin_special_account') }}
    group by region_code, fund_code, period, item
),

month as (
    select distinct region_code, fund_code, period from journal
),

compared as (
    select
        month.region_code,
        month.fund_code,
        month.period,
        authority.account_code,
        coalesce(account_month.amount, 0) as booked,
        coalesce(journal.amount, 0) as authoritative
    from month
    cross join {{ ref('line_authority') }} as authority
    left join {{ ref('account_month') }} as account_month
        on month.region_code = account_month.region_code
        and month.fund_code = account_month.fund_code
        and month.period = account_month.period
        and authority.account_code = account_month.account_code
    left join journal
        on month.region_code = journal.region_code
        and month.fund_code = journal.fund_code
        and month.period = journal.period
        and authority.journal_item = journal.item
    where authority.party = 'finance'
),

by_fund as (
    select
        region_code,
        fund_code,
        period,
        cast(sum(abs(booked - authoritative)) as decimal(28, 2)) as difference,
        {{ joined("case when booked <> authoritative then concat_ws('', account_code, ' 账 ', cast(booked as string), ' 专户 ', cast(authoritative as string)) end") }} as accounts
    from compared
    group by region_code, fund_code, period
)

select
    {{ control_result('A01', 'difference = 0', 'difference', '0', "coalesce(accounts, '相符')", soft=true) }}
from by_fund
