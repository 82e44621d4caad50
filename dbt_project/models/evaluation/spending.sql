-- Expenditure of the year by the lines of the table's funds block, with its budget and the SQL that reproduces it.
{%- set own = "region_code = '{region_code}' and '{fund_code}' in ('all', fund_code) and fund_code <> 'all'" %}
with executed as (
    select
        spine.region_code, spine.fund_code, spine.year, line.line_code,
        cast(sum(statement.amount_ytd * line.sign) as decimal(28, 2)) as executed,
        cast(sum(statement.budget_adjusted * line.sign) as decimal(28, 2)) as budget_adjusted
    from {{ ref('evaluation_fund') }} as spine
    inner join {{ ref('fct_fund_statement') }} as statement
        on spine.region_code = statement.region_code
        and spine.fund_code in ('all', statement.fund_code)
        and statement.fund_code <> 'all'
        and spine.last_period = statement.period
    inner join {{ ref('spending_line') }} as line
        on statement.basis = line.basis
        and statement.line_code = line.statement_line
        and line.fund_code in ('*', statement.fund_code)
    group by spine.region_code, spine.fund_code, spine.year, line.line_code
),

initial as (
    select
        spine.region_code, spine.fund_code, spine.year, line.line_code,
        cast(sum(budget.initial_budget * line.sign) as decimal(28, 2)) as budget_initial
    from {{ ref('evaluation_fund') }} as spine
    inner join {{ ref('fct_fund_budget') }} as budget
        on spine.region_code = budget.region_code
        and spine.fund_code in ('all', budget.fund_code)
        and spine.year = budget.year
    inner join {{ ref('spending_line') }} as line
        on (budget.account_code = line.statement_line or (line.statement_line = 'expenditure' and budget.direction = '支出' and budget.in_report_total))
        and line.fund_code in ('*', budget.fund_code)
    group by spine.region_code, spine.fund_code, spine.year, line.line_code
),

filled as (
    select
        spine.region_code, spine.fund_code, spine.year, spine.last_period, spine.scheme,
        term.line_code, term.line_no, term.item, term.basis, term.statement_sign, term.budget_sign,
        -- Books without such an account spent nothing on it; a fund without books has no figure at all.
        case when total.executed is not null then coalesce(executed.executed, 0) end as executed,
        executed.budget_adjusted,
        initial.budget_initial
    from {{ ref('evaluation_fund') }} as spine
    cross join {{ ref('spending_term') }} as term
    left join executed
        on spine.region_code = executed.region_code and spine.fund_code = executed.fund_code
        and spine.year = executed.year and term.line_code = executed.line_code
    left join executed as total
        on spine.region_code = total.region_code and spine.fund_code = total.fund_code
        and spine.year = total.year and total.line_code = 'total'
    left join initial
        on spine.region_code = initial.region_code and spine.fund_code = initial.fund_code
        and spine.year = initial.year and term.line_code = initial.line_code
)

select
    region_code, fund_code, year, last_period, scheme, line_code, line_no, item,
    cast(executed as decimal(28, 2)) as executed,
    budget_adjusted,
    budget_initial,
    case when executed >= 0 and budget_adjusted > 0 then {{ exact_ratio('executed', 'budget_adjusted') }} end as execution_rate,
    {{ evidence("select executed as actual, budget_adjusted, (select sum(initial_budget * {budget_sign}) from marts.fct_fund_budget where " ~ own ~ " and year = {year}) as budget_initial from (select sum(coalesce(amount_ytd * {statement_sign}, 0)) as executed, sum(budget_adjusted * {statement_sign}) as budget_adjusted from marts.fct_fund_statement where " ~ own ~ " and period = '{last_period}' and basis = '{basis}') as line",
        ['statement_sign', 'budget_sign', 'region_code', 'fund_code', 'year', 'last_period', 'basis']) }} as evidence_sql
from filled
