-- What the books put into the expenditure account (1004 debit) is what the special account paid to it, and at most the
-- month's bounced payments beside it; interest and money from the upper level would be the only other lawful sources.
with books as (
    select region_code, fund_code, period, cast(sum(debit) as decimal(28, 2)) as inflow
    from {{ ref('stg_ss_ledger') }}
    where account_code = '1004'
    group by region_code, fund_code, period
),

payout as (
    select
        journal.region_code,
        journal.fund_code,
        journal.period,
        cast(sum(journal.expenditure - journal.income) as decimal(28, 2)) as paid_over
    from {{ ref('stg_fin_special_account') }} as journal
    inner join {{ ref('journal_item') }} as kind
        on journal.item = kind.item
        and kind.flow = 'payout'
    group by journal.region_code, journal.fund_code, journal.period
),

bounced as (
    select region_code, fund_code, period, cast(sum(amount) as decimal(28, 2)) as returned
    from {{ ref('stg_ss_benefit') }}
    where not is_paid
    group by region_code, fund_code, period
),

compared as (
    select
        month.region_code,
        month.fund_code,
        month.period,
        coalesce(payout.paid_over, 0) as paid_over,
        coalesce(bounced.returned, 0) as returned,
        books.inflow - coalesce(payout.paid_over, 0) as other_inflow
    from ({{ complete_month() }}) as month
    inner join books
        on month.region_code = books.region_code
        and month.fund_code = books.fund_code
        and month.period = books.period
    left join payout
        on month.region_code = payout.region_code
        and month.fund_code = payout.fund_code
        and month.period = payout.period
    left join bounced
        on month.region_code = bounced.region_code
        and month.fund_code = bounced.fund_code
        and month.period = bounced.period
)

select
    {{ control_result('K06', 'other_inflow >= 0 and other_inflow <= returned', 'other_inflow', 'returned',
        "concat_ws('', 'ss_ledger 1004 借方减专户拨付 ', cast(paid_over as string), '；当月退票 ', cast(returned as string))", soft=true) }}
from compared
