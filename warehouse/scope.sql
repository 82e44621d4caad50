-- State of each region and month from the receipts: does it count, what is missing, what was refused?
-- $index: landing/index/source_file.parquet; table required(dataset, party, is_history) comes from the contracts.
with delivered as (
    select region_code, period, dataset, file_name, status
    from read_parquet($index)
    where region_code is not null and length(period) = 6
),

month as (
    select distinct region_code, period
    from delivered
),

wanted as (
    select
        month.region_code,
        month.period,
        required.dataset,
        required.is_history,
        bool_or(coalesce(delivered.status = 'accepted', false)) as is_there
    from month
    cross join required
    left join delivered
        on month.region_code = delivered.region_code
        and month.period = delivered.period
        and required.dataset = delivered.dataset
    group by all
),

judged as (
    select
        region_code,
        period,
        bool_and(is_there) as is_complete,
        bool_and(not is_there) filter (where not is_history) as has_no_detail,
        bool_or(is_there) filter (where is_history) as has_books,
        string_agg(dataset, ',' order by dataset) filter (where not is_there) as missing
    from wanted
    group by region_code, period
),

refused as (
    select
        delivered.region_code,
        delivered.period,
        string_agg(distinct delivered.file_name, ',' order by delivered.file_name) as refused
    from delivered
    inner join wanted
        on delivered.region_code = wanted.region_code
        and delivered.period = wanted.period
        and delivered.dataset = wanted.dataset
    where delivered.status = 'refused' and not wanted.is_there
    group by delivered.region_code, delivered.period
)

select
    judged.region_code,
    judged.period,
    case
        when judged.is_complete then 'complete'
        -- A month of books alone is history for comparison; once any detail or a refused file is there, it waits.
        when judged.has_no_detail and judged.has_books and refused.refused is null then 'books_only'
        else 'waiting'
    end as state,
    judged.missing,
    refused.refused
from judged
left join refused
    on judged.region_code = refused.region_code
    and judged.period = refused.period
order by judged.region_code, judged.period
