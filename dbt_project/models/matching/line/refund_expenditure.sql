-- What the books carry as other expenditure (5401) beyond what the special account paid under that item: refunds of
-- contributions that the agency booked as expenditure instead of as negative income.
with booked as (
    select region_code, fund_code, period, debit - credit as amount
    from {{ ref('stg_ss_ledger') }}
    where account_code = '5401'
),

paid as (
    select region_code, fund_code, period, cast(sum(expenditure - income) as decimal(28, 2)) as amount
    from {{ ref('stg_fin_special_account') }}
    where item = '其他支出'
    group by region_code, fund_code, period
)

select
    booked.region_code,
    booked.fund_code,
    booked.period,
    cast(booked.amount - coalesce(paid.amount, 0) as decimal(28, 2)) as refund_expenditure
from booked
left join paid
    on booked.region_code = paid.region_code
    and booked.fund_code = paid.fund_code
    and booked.period = paid.period
