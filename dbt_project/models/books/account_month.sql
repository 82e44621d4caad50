-- One row per region, fund (and `all`), month and account that the books or the year's budget name.
-- amount is the movement on the account's own side, amount_ytd its balance: income and expenditure accounts run
-- from zero each January, so the balance is the year to date even when an earlier month was never delivered.
with ledger as (
    select
        region_code,
        fund_code,
        period,
        account_code,
        account_name,
        opening_balance,
        closing_balance,
        case when substr(account_code, 1, 1) in ('1', '5') then debit - credit else credit - debit end as amount
    from {{ ref('stg_ss_ledger') }}
),

month as (
    select distinct region_code, fund_code, period
    from ledger
),

budget as (
    select
        month.region_code,
        month.fund_code,
        month.period,
        budget.account_code,
        budget.item as account_name,
        budget.adjusted_budget
    from {{ ref('stg_fin_budget') }} as budget
    inner join month
        on budget.region_code = month.region_code
        and budget.fund_code = month.fund_code
        and budget.budget_year = substr(month.period, 1, 4)
),

spine as (
    select region_code, fund_code, period, account_code from ledger
    union
    select region_code, fund_code, period, account_code from budget
),

by_fund as (
    select
        spine.region_code,
        spine.fund_code,
        spine.period,
        spine.account_code,
        coalesce(ledger.account_name, budget.account_name) as account_name,
        coalesce(ledger.opening_balance, 0) as opening_balance,
        coalesce(ledger.amount, 0) as amount,
        coalesce(ledger.closing_balance, 0) as closing_balance,
        budget.adjusted_budget
    from spine
    left join ledger
        on spine.region_code = ledger.region_code
        and spine.fund_code = ledger.fund_code
        and spine.period = ledger.period
        and spine.account_code = ledger.account_code
    left join budget
        on spine.region_code = budget.region_code
        and spine.fund_code = budget.fund_code
        and spine.period = budget.period
        and spine.account_code = budget.account_code
),

with_all as (
    select region_code, fund_code, period, account_code, account_name, opening_balance, amount, closing_balance, adjusted_budget
    from by_fund
    union all
    select region_code, 'all' as fund_code, period, account_code, account_name, opening_balance, amount, closing_balance, adjusted_budget
    from by_fund
)

select
    region_code,
    fund_code,
    period,
    account_code,
    min(account_name) as account_name,
    cast(sum(opening_balance) as decimal(28, 2)) as opening_balance,
    cast(sum(amount) as decimal(28, 2)) as amount,
    cast(sum(closing_balance) as decimal(28, 2)) as closing_balance,
    cast(sum(adjusted_budget) as decimal(28, 2)) as budget_adjusted
from with_all
group by region_code, fund_code, period, account_code
