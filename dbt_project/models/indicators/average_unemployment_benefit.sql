-- Average of the unemployment benefit, yuan a person and month: every successful payment is one month of one person.
{%- set counted = "from marts.fct_benefit_month where region_code = '{region_code}' and '{fund_code}' in ('all', fund_code) and benefit_item = '失业保险金' and period like '{year}%' and not exists (select 1 from marts.dim_period where region_code = '{region_code}' and year = {year} and state = 'books_only')" %}
with paid as (
    select
        spine.region_code,
        spine.fund_code,
        spine.year,
        spine.last_period,
        sum(month.payments) as payments,
        sum(month.amount) as amount
    from {{ ref('evaluation_fund') }} as spine
    left join {{ ref('fct_benefit_month') }} as month
        on spine.region_code = month.region_code
        and spine.fund_code in ('all', month.fund_code)
        and month.benefit_item = '失业保险金'
        and month.period like concat_ws('', cast(spine.year as string), '%')
        and spine.months_of_books_only = 0
    group by spine.region_code, spine.fund_code, spine.year, spine.last_period
)

select
    {{ indicator_result('average_unemployment_benefit', exact_ratio('amount', 'payments'), '元',
        evidence('select ' ~ published_ratio('amount', 'payments') ~ ' as actual, amount, payments from (select sum(amount) as amount, sum(payments) as payments ' ~ counted ~ ') as paid')) }}
from paid
