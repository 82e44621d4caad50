-- The foot of each table. A score that is missing leaves the total open: never 0, never full marks.
with summed as (
    select
        region_code, year, fund_code, scheme,
        cast(sum(weight) as decimal(18, 2)) as weight,
        cast(sum(score) as decimal(18, 2)) as known_score,
        sum(case when weight is not null and score is null then 1 else 0 end) as open_rows,
        sum(case when block = 'indicator' then 1 else 0 end) as goals
    from {{ ref('table_row') }}
    group by region_code, year, fund_code, scheme
),

gap as (
    select
        gap.region_code, gap.year, gap.fund_code,
        {{ joined('gap.gap_detail') }} as missing,
        sum(case when kind.blocks_final then 1 else 0 end) as gaps
    from {{ ref('evaluation_gap') }} as gap
    inner join {{ ref('evaluation_gap_kind') }} as kind
        on gap.gap_kind = kind.gap_kind
    group by gap.region_code, gap.year, gap.fund_code
),

total as (
    select
        summed.*,
        case when open_rows = 0 and goals > 0 then known_score end as score,
        cast(coalesce(gap.gaps, 0) as bigint) as table_gaps,
        gap.missing as table_missing
    from summed
    left join gap
        on summed.region_code = gap.region_code
        and summed.year = gap.year
        and summed.fund_code = gap.fund_code
),

graded as (
    select
        total.*,
        band.band as grade
    from total
    left join {{ ref('scheme_band') }} as band
        on total.scheme = band.scheme
        and band.band_kind = 'grade'
        and total.weight = 100
        and total.score >= band.lower_bound
        and (total.score < band.upper_bound or (band.upper_bound = 100 and total.score = 100))
)

select
    year, region_code, fund_code, scheme, 'total' as block, cast(0 as bigint) as row_order,
    '总分' as level_1, '总分' as level_2, coalesce(concat_ws('', '总分（', grade, '）'), '总分') as level_3,
    'total_score' as goal_code, cast(null as string) as indicator_code, cast(null as string) as direction,
    cast(weight as string) as target, cast(weight as decimal(28, 6)) as target_value, cast(score as decimal(28, 6)) as actual, '分' as unit,
    weight, score, 'total' as scoring, false as demand_driven, false as is_over,
    cast(null as string) as deviation_reason, cast(null as string) as reason, cast(null as string) as improvement, 'scheme' as matched_by,
    cast(null as string) as gap_kind, cast(null as string) as gap_detail, false as needs_reason,
    cast(null as decimal(28, 2)) as budget_initial, cast(null as decimal(28, 2)) as budget_adjusted,
    cast(null as decimal(28, 2)) as executed, cast(null as decimal(28, 6)) as execution_rate,
    {{ evidence("select cast(sum(score) as decimal(28, 6)) as actual from marts.mart_self_evaluation where year = {year} and region_code = '{region_code}' and fund_code = '{fund_code}' and block <> 'total' having sum(case when weight is not null and score is null then 1 else 0 end) = 0 and sum(case when block = 'indicator' then 1 else 0 end) > 0", ['region_code', 'fund_code', 'year']) }} as evidence_sql,
    '各行得分之和' as score_rule, cast(null as string) as goal_source_file_id, cast(null as bigint) as goal_source_row,
    grade, table_gaps, table_missing
from graded
