-- Different persons to whom unemployment benefit was paid in the year.
select
    {{ indicator_result('recipient_person_count', 'persons', '人',
        evidence("select sum(persons) as actual from marts.fct_benefit_year where region_code = '{region_code}' and '{fund_code}' in ('all', fund_code) and benefit_item = '失业保险金' and year = {year} and not exists (select 1 from marts.dim_period where region_code = '{region_code}' and year = {year} and state = 'books_only')")) }}
from (
    select
        spine.region_code,
        spine.fund_code,
        spine.year,
        spine.last_period,
        sum(paid.persons) as persons
    from {{ ref('evaluation_fund') }} as spine
    left join {{ ref('fct_benefit_year') }} as paid
        on spine.region_code = paid.region_code
        and spine.fund_code in ('all', paid.fund_code)
        and spine.year = paid.year
        and paid.benefit_item = '失业保险金'
        and spine.months_of_books_only = 0
    group by spine.region_code, spine.fund_code, spine.year, spine.last_period
) as counted
