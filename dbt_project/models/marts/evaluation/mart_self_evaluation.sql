-- The self-evaluation tables (绩效自评表), one per fund and one for the region: funds block, indicators, total.
with file_list as (
    select region_code, year, fund_code, block, row_order, {{ json_list('file') }} as source_files
    from {{ ref('row_file') }}
    group by region_code, year, fund_code, block, row_order
    union all
    select region_code, year, fund_code, 'total' as block, 0 as row_order, {{ json_list('file') }} as source_files
    from {{ ref('row_file') }}
    group by region_code, year, fund_code
),

blocking as (
    select
        gap.region_code, gap.year, gap.fund_code, gap.block, gap.row_order,
        {{ joined('gap.gap_detail') }} as missing,
        max(case when kind.blocks_final then 1 else 0 end) as blocks_final
    from {{ ref('evaluation_gap') }} as gap
    inner join {{ ref('evaluation_gap_kind') }} as kind
        on gap.gap_kind = kind.gap_kind
    group by gap.region_code, gap.year, gap.fund_code, gap.block, gap.row_order
),

line as (
    select {{ table_row_columns() }}, cast(null as string) as grade, 0 as table_gaps, cast(null as string) as table_missing
    from {{ ref('table_row') }}
    union all
    select {{ table_row_columns() }}, grade, table_gaps, table_missing
    from {{ ref('total_row') }}
)

select
    line.year,
    line.region_code,
    line.fund_code,
    line.scheme,
    cast(row_number() over (
        partition by line.region_code, line.year, line.fund_code
        order by case line.block when 'funds' then 1 when 'indicator' then 2 else 3 end nulls last, line.row_order nulls last, line.goal_code nulls last
    ) as integer) as row_no,
    line.level_1,
    line.level_2,
    line.level_3,
    coalesce(line.goal_code, line.indicator_code) as indicator_code,
    line.target,
    line.actual,
    line.unit,
    line.weight,
    line.score,
    line.deviation_reason,
    line.improvement,
    case when coalesce(blocking.blocks_final, 0) = 1 or line.table_gaps > 0 then 'incomplete' else 'complete' end as status,
    line.evidence_sql,
    coalesce(file_list.source_files, '[]') as source_files,
    line.block,
    line.direction,
    line.scoring,
    line.target_value,
    line.indicator_code as catalogue_code,
    line.matched_by,
    line.demand_driven,
    line.is_over as is_over_achieved,
    line.needs_reason,
    coalesce(blocking.missing, line.table_missing) as missing,
    line.budget_initial,
    line.budget_adjusted,
    line.executed,
    line.execution_rate,
    line.grade,
    line.score_rule,
    line.goal_source_file_id,
    line.goal_source_row
from line
left join blocking
    on line.region_code = blocking.region_code
    and line.year = blocking.year
    and line.fund_code = blocking.fund_code
    and line.block = blocking.block
    and line.row_order = blocking.row_order
left join file_list
    on line.region_code = file_list.region_code
    and line.year = file_list.year
    and line.fund_code = file_list.fund_code
    and line.block = file_list.block
    and line.row_order = file_list.row_order
