-- Everything that keeps a table from being final, by row and by table.
with table_total as (
    select
        region_code, year, fund_code, scheme,
        sum(coalesce(weight, 0)) as weight,
        sum(case when block = 'indicator' then 1 else 0 end) as goals
    from {{ ref('table_row') }}
    group by region_code, year, fund_code, scheme
),

block_total as (
    select
        total.region_code, total.year, total.fund_code, total.scheme, block.block_no, block.block_name,
        cast(block.weight as decimal(18, 2)) as weight,
        cast(coalesce(sum(line.weight), 0) as decimal(18, 2)) as given
    from table_total as total
    inner join {{ ref('scheme_weight') }} as block
        on total.scheme = block.scheme
        and block.block_no > 0
    left join {{ ref('table_row') }} as line
        on total.region_code = line.region_code
        and total.year = line.year
        and total.fund_code = line.fund_code
        and line.block = 'indicator'
        and line.level_1 like block.level_1_pattern
    where total.goals > 0
    group by total.region_code, total.year, total.fund_code, total.scheme, block.block_no, block.block_name, block.weight
)

select region_code, year, fund_code, scheme, block, row_order, goal_code, level_3, indicator_code, gap_kind, gap_detail
from {{ ref('table_row') }}
where gap_kind is not null
union all
select
    region_code, year, fund_code, scheme, block, row_order, goal_code, level_3, indicator_code, 'reason' as gap_kind,
    case
        when block = 'funds' then concat_ws('', level_3, '执行率 ', cast(cast(round(execution_rate * 100, 2) as decimal(18, 2)) as string), '%，未说明原因')
        when is_over then concat_ws('', level_3, '超额完成过多，未说明原因')
        else concat_ws('', level_3, '得分 ', cast(score as string), '（分值 ', cast(weight as string), '），未说明原因')
    end as gap_detail
from {{ ref('table_row') }}
where needs_reason and reason is null
union all
select region_code, year, fund_code, scheme, 'total' as block, 1 as row_order, null, null, null, 'goals' as gap_kind, '该表没有绩效目标' as gap_detail
from table_total
where goals = 0
union all
select region_code, year, fund_code, scheme, 'total', 2, null, null, null, 'weights', concat_ws('', '分值合计 ', cast(cast(weight as decimal(18, 2)) as string), '，不等于 100')
from table_total
where goals > 0 and weight <> 100
union all
select region_code, year, fund_code, scheme, 'total', 3 + block_no, null, block_name, null, 'block_weights', concat_ws('', block_name, '分值合计 ', cast(given as string), '，评价办法为 ', cast(weight as string))
from block_total
where given <> weight
union all
select total.region_code, total.year, total.fund_code, total.scheme, 'total', 0, null, null, null, 'month', concat_ws('', '全年只有 ', cast(spine.months as string), ' 个月到齐')
from table_total as total
inner join {{ ref('evaluation_fund') }} as spine
    on total.region_code = spine.region_code
    and total.year = spine.year
    and total.fund_code = spine.fund_code
where spine.months < 12
