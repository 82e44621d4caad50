-- Tables to print: the funds in their order, the region last; with the goals and what became of them in words.
with line as (
    select
        *,
        case when unit like '万%' then trimmed(cast(cast(actual as decimal(18, 4)) as varchar))
            else trimmed(cast(cast(actual as decimal(18, 2)) as varchar)) end || unit as done
    from marts.mart_self_evaluation
    where region_code = $region and year = $year
)

select
    line.fund_code,
    coalesce(dim_fund.fund_name, '各项社会保险基金') as fund_name,
    coalesce(dim_fund.short_name, '汇总') as sheet,
    coalesce(string_agg(
        level_3 || case direction when '≥' then '不低于' when '≤' then '不超过' when '=' then '为' else '：' end
        || case when direction in ('≥', '≤', '=') then trimmed(cast(target_value as varchar)) || unit else coalesce(target, '—') end,
        '；' order by row_no) filter (where block = 'indicator'), '') as goal,
    coalesce(string_agg(level_3 || coalesce(done, '缺实际完成值'), '；' order by row_no) filter (where block = 'indicator'), '') as outcome
from line
left join marts.dim_fund on line.fund_code = dim_fund.fund_code
group by line.fund_code, dim_fund.fund_name, dim_fund.short_name, dim_fund.sort_no
order by coalesce(dim_fund.sort_no, 99), line.fund_code
