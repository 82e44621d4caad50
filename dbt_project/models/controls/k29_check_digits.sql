-- Share of rows whose identity number or credit code fails its check digit, over the files that carry them.
with file as (
    select
        landed_file.source_file_id,
        landed_file.region_code,
        landed_file.period,
        cast(source_file.rows as decimal(18, 2)) as row_count
    from {{ ref('stg_landed_file') }} as landed_file
    inner join {{ source('landing', 'source_file') }} as source_file
        on landed_file.source_file_id = source_file.source_file_id
    where landed_file.dataset in ('tax_collection', 'ss_contribution', 'ss_assessment', 'ss_benefit')
),

doubted as (
    select
        source_file_id,
        min(dataset) as dataset,
        cast(count(distinct source_row) as decimal(18, 2)) as row_count
    from {{ ref('stg_row_finding') }}
    where code = 'check_digit'
    group by source_file_id
),

by_month as (
    select
        file.region_code,
        file.period,
        sum(file.row_count) as row_count,
        coalesce(sum(doubted.row_count), 0) as doubted,
        {{ joined("case when doubted.dataset is not null then concat_ws('', doubted.dataset, ' ', cast(cast(doubted.row_count as bigint) as string), ' 行') end") }} as datasets
    from file
    left join doubted
        on file.source_file_id = doubted.source_file_id
    group by file.region_code, file.period
    having sum(file.row_count) > 0
)

select
    {{ control_result('K29', money_ratio('doubted', 'row_count') ~ ' <= ' ~ at_most('K29'), money_ratio('doubted', 'row_count'), at_most('K29'),
        "coalesce(datasets, '校验位全部正确')", soft=true, fund_code="cast('all' as string)") }}
from by_month
