-- What people said about deviations, said once for all rows that share it, and what nobody has said yet.
-- $region, $year
with line as (
    select
        coalesce(dim_fund.sort_no, 99) as sort_no,
        coalesce(dim_fund.short_name || '保险', '各险种合计') as fund,
        line.*,
        case when line.needs_reason and line.deviation_reason is null then '' end as silence
    from marts.mart_self_evaluation as line
    left join marts.dim_fund on line.fund_code = dim_fund.fund_code
    where line.region_code = $region and line.year = $year and line.block <> 'total'
),

said as (
    select 'reason' as kind, line.*, deviation_reason as words from line where deviation_reason is not null
    union all
    select 'improvement' as kind, line.*, improvement as words from line where improvement is not null
    union all
    select 'missing' as kind, line.*, silence as words from line where silence is not null
)

select
    kind,
    fund,
    fund_code,
    min(indicator_code) as indicator_code,
    string_agg(level_3, '、' order by row_no) as indicators,
    rtrim(words, '。') as words
from said
group by kind, sort_no, fund, fund_code, words
order by sort_no, fund_code, min(row_no)
