-- Different persons, payments and amount of each year by fund and benefit item; persons of months cannot be added up.
select
    region_code,
    fund_code,
    cast(substr(period, 1, 4) as integer) as year,
    benefit_item,
    cast(count(distinct person_key) as bigint) as persons,
    cast(count(*) as bigint) as payments,
    cast(sum(amount) as decimal(28, 2)) as amount
from {{ ref('stg_ss_benefit') }}
where is_paid
group by region_code, fund_code, cast(substr(period, 1, 4) as integer), benefit_item
