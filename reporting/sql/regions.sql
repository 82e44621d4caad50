-- Regions with a month of the year that counts; the last such month closes the statement. $year, $region (NULL for all)
select
    dim_period.region_code,
    coalesce(dim_region.region_name, dim_period.region_code) as region_name,
    max(dim_period.period) as period,
    cast(cast(max(dim_period.period) as integer) - 100 as varchar) as prior_period
from marts.dim_period
left join marts.dim_region on dim_period.region_code = dim_region.region_code
where dim_period.year = $year
    and dim_period.state in ('complete', 'books_only')
    and ($region is null or dim_period.region_code = $region)
group by dim_period.region_code, dim_region.region_name
order by dim_period.region_code
