-- One row per region and year with at least one month that counts; figures of the year stand at its last such month.
select
    region_code,
    year,
    max(period) as last_period,
    cast(count(*) as integer) as months,
    cast(sum(case when state = 'books_only' then 1 else 0 end) as integer) as months_of_books_only
from {{ ref('dim_period') }}
where state in ('complete', 'books_only')
group by region_code, year
