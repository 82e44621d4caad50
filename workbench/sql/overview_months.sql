-- The region's months in order, with the neighbours of each.
select
    period, year, month, state, missing, refused,
    lag(period) over (order by period) as previous_period,
    lead(period) over (order by period) as next_period
from marts.dim_period
where region_code = $region
order by period
