-- Share of the year's successful payments made by the promised day; months of books alone cannot show it.
{%- set counted = "from marts.fct_benefit_month where " ~ fund_of_table() ~ " and period like '{year}%' and payments_in_time is not null and not exists (select 1 from marts.dim_period where region_code = '{region_code}' and year = {year} and state = 'books_only')" %}
with paid as (
    select
        spine.region_code,
        spine.fund_code,
        spine.year,
        spine.last_period,
        sum(month.payments) as payments,
        sum(month.payments_in_time) as payments_in_time
    from {{ ref('evaluation_fund') }} as spine
    left join {{ ref('fct_benefit_month') }} as month
        on spine.region_code = month.region_code
        and spine.fund_code in ('all', month.fund_code)
        and month.period like concat_ws('', cast(spine.year as string), '%')
        and month.payments_in_time is not null
        and spine.months_of_books_only = 0
    group by spine.region_code, spine.fund_code, spine.year, spine.last_period
)

select
    {{ indicator_result('paid_by_25th', exact_ratio('100 * payments_in_time', 'payments'), '%',
        evidence('select ' ~ published_ratio('100 * payments_in_time', 'payments') ~ ' as actual, payments_in_time, payments from (select sum(payments) as payments, sum(payments_in_time) as payments_in_time ' ~ counted ~ ') as paid')) }}
from paid
