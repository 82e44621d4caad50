-- The fund statement in its three measures, with the comparisons that readers ask for.
-- growth and completion are of the year to date; over a missing or zero base they are NULL, never 0 or 100 %.
with line as (
    select * from {{ ref('statement_line') }}
)

select
    line.region_code,
    line.fund_code,
    line.period,
    line.basis,
    line.line_no,
    line.line_kind,
    line.line_code,
    line.account_code,
    line.item,
    line.amount,
    line.amount_ytd,
    prior.amount as prior_year_amount,
    prior.amount_ytd as prior_year_ytd,
    line.budget_adjusted,
    {{ money_ratio('(line.amount_ytd - prior.amount_ytd)', 'prior.amount_ytd') }} as growth,
    {{ money_ratio('line.amount_ytd', 'line.budget_adjusted') }} as completion
from line
left join line as prior
    on line.region_code = prior.region_code
    and line.fund_code = prior.fund_code
    and line.basis = prior.basis
    and line.line_code = prior.line_code
    and {{ prior_year('line.period') }} = prior.period
