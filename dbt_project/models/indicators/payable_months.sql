-- Months for which the accumulated balance would pay at the year's monthly expenditure (report measure).
{%- set closing = "sum(case when line_code = 'closing' then amount_ytd end)" %}
{%- set spent = "sum(case when line_code = 'expenditure' then amount_ytd end)" %}
with total as (
    select
        spine.region_code,
        spine.fund_code,
        spine.year,
        spine.last_period,
        cast(substr(spine.last_period, 5, 2) as integer) as months,
        {{ closing }} as closing,
        {{ spent }} as spent
    from {{ ref('evaluation_fund') }} as spine
    left join {{ ref('fct_fund_statement') }} as line
        on spine.region_code = line.region_code
        and spine.fund_code = line.fund_code
        and spine.last_period = line.period
        and line.basis = 'report'
        and line.line_kind = 'total'
    group by spine.region_code, spine.fund_code, spine.year, spine.last_period
)

select
    {{ indicator_result('payable_months', exact_ratio('months * closing', 'spent'), '个月',
        evidence('select ' ~ published_ratio('months * closing', 'spent') ~ ' as actual, closing, spent, months from (select {months} as months, ' ~ closing ~ ' as closing, ' ~ spent ~ " as spent from marts.fct_fund_statement where region_code = '{region_code}' and fund_code = '{fund_code}' and period = '{last_period}' and basis = 'report' and line_kind = 'total') as total",
            ['region_code', 'fund_code', 'last_period', 'months'])) }}
from total
