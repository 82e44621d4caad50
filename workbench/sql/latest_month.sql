-- The latest month of each region that all three parties have delivered; else its latest month.
select region_code, coalesce(max(case when state = 'complete' then period end), max(period)) as period
from marts.dim_period
group by region_code
order by region_code
