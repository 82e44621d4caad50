-- Each restated file beside the version before it.
with versioned as (
    select
        source_file_id,
        dataset,
        region_code,
        period,
        version,
        lag(source_file_id) over (partition by dataset, region_code, period order by version nulls last) as prior_source_file_id,
        lag(version) over (partition by dataset, region_code, period order by version nulls last) as prior_version
    from {{ source('landing', 'source_file') }}
    where status in ('accepted', 'superseded')
)

select
    source_file_id,
    dataset,
    region_code,
    period,
    version,
    prior_source_file_id,
    prior_version
from versioned
where prior_source_file_id is not null
