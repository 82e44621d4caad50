-- Files of a month that came in a newer version, with the records that moved. What a closed month's figures were
-- before stays readable in fct_version_difference.
with moved as (
    select source_file_id, cast(count(*) as bigint) as records
    from {{ ref('fct_version_difference') }}
    group by source_file_id
),

restated as (
    select
        pair.region_code,
        pair.period,
        cast(count(*) as bigint) as files,
        {{ joined("concat_ws('', pair.dataset, ' v', cast(pair.version as string), '：变动 ', cast(coalesce(moved.records, 0) as string), ' 条')") }} as evidence
    from {{ ref('stg_version_pair') }} as pair
    inner join {{ ref('stg_landed_file') }} as current_file
        on pair.source_file_id = current_file.source_file_id
    left join moved
        on pair.source_file_id = moved.source_file_id
    group by pair.region_code, pair.period
),

by_month as (
    select
        scope.region_code,
        scope.period,
        coalesce(restated.files, 0) as files,
        coalesce(restated.evidence, '没有重报') as moved
    from {{ ref('stg_period_scope') }} as scope
    left join restated
        on scope.region_code = restated.region_code
        and scope.period = restated.period
    where scope.state <> 'waiting'
)

select
    {{ control_result('K42', 'files = 0', 'files', '0', 'moved', soft=true, fund_code="cast('all' as string)") }}
from by_month
