-- What the special account has paid out this year (to the expenditure account, and other expenditure) against the
-- year's adjusted budget of expenditure. Transfers between levels have budgets of their own and are left out of both.
with payout as (
    select
        journal.region_code,
        journal.fund_code,
        journal.period,
        sum(journal.expenditure - journal.income) as amount
    from {{ ref('stg_fin_special_account') }} as journal
    inner join {{ ref('journal_item') }} as kind
        on journal.item = kind.item
    where kind.side = 'expenditure'
        and kind.flow in ('payout', 'other')
    group by journal.region_code, journal.fund_code, journal.period
),

budget as (
    select
        budget.region_code,
        budget.fund_code,
        budget.budget_year,
        cast(sum(budget.adjusted_budget) as decimal(28, 2)) as adjusted_budget
    from {{ ref('stg_fin_budget') }} as budget
    inner join {{ ref('account') }} as account
        on budget.account_code = account.account_code
    where account.account_class = 'expenditure'
        and not cast(account.is_transfer as boolean)
    group by budget.region_code, budget.fund_code, budget.budget_year
),

cumulated as (
    select
        month.region_code,
        month.fund_code,
        month.period,
        cast(sum(coalesce(payout.amount, 0)) over (
            partition by month.region_code, month.fund_code, substr(month.period, 1, 4)
            order by month.period nulls last
            rows between unbounded preceding and current row
        ) as decimal(28, 2)) as paid_over,
        cast(count(*) over (
            partition by month.region_code, month.fund_code, substr(month.period, 1, 4)
            order by month.period nulls last
            rows between unbounded preceding and current row
        ) as bigint) as months
    from ({{ complete_month() }}) as month
    left join payout
        on month.region_code = payout.region_code
        and month.fund_code = payout.fund_code
        and month.period = payout.period
),

compared as (
    select cumulated.*, budget.adjusted_budget
    from cumulated
    inner join budget
        on cumulated.region_code = budget.region_code
        and cumulated.fund_code = budget.fund_code
        and substr(cumulated.period, 1, 4) = budget.budget_year
    where budget.adjusted_budget > 0
)

select
    {{ control_result('K19', 'paid_over <= adjusted_budget', 'paid_over', 'adjusted_budget',
        "concat_ws('', 'fin_special_account 本年 ', cast(months as string), ' 个月累计用款占调整预算 ', " ~ percent_text(money_ratio('paid_over', 'adjusted_budget')) ~ ")") }}
from compared
