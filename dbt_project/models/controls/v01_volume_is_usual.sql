-- Rows of each monthly file against the average of the three months before: half or twice as many are worth a look.
with file as (
    select
        landed_file.region_code,
        landed_file.dataset,
        landed_file.period,
        cast(source_file.rows as decimal(18, 2)) as row_count
    from {{ ref('stg_landed_file') }} as landed_file
    inner join {{ source('landing', 'source_file') }} as source_file
        on landed_file.source_file_id = source_file.source_file_id
    where length(landed_file.period) = 6
),

beside_history as (
    select
        file.*,
        sum(row_count) over earlier as earlier_rows,
        count(*) over earlier as earlier_files
    from file
    window earlier as (
        partition by region_code, dataset
        order by period nulls last
        rows between 3 preceding and 1 preceding
    )
),

by_month as (
    select
        region_code,
        period,
        cast(max(earlier_files) as bigint) as history,
        cast(sum(case when earlier_files > 0 and (row_count * earlier_files > earlier_rows * 2 or row_count * earlier_files * 2 < earlier_rows) then 1 else 0 end) as bigint) as unusual,
        {{ joined("case when earlier_files > 0 and (row_count * earlier_files > earlier_rows * 2 or row_count * earlier_files * 2 < earlier_rows) then concat_ws('', dataset, ' ', cast(cast(row_count as bigint) as string), ' 行') end") }} as datasets
    from beside_history
    group by region_code, period
)

select
    {{ control_result('V01', 'unusual = 0', 'unusual', '0', "coalesce(datasets, '与前三个月相当')", soft=true, fund_code="cast('all' as string)") }}
from by_month
where history > 0
