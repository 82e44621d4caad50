-- 决算 ↔ 统计年报: the same flows under two bases, every difference a line with its reason. The lines add up to the last one.
with grouped as (
    select
        region_code, year, group_code, group_name, flow,
        sum(case when fund_rank = 1 then accounting end) as final_accounts,
        sum(case when fund_rank > 1 then accounting else 0 end) as merged_funds,
        sum(transfers) as transfers,
        sum(central_adjustment) as central_adjustment,
        sum(case when has_detail and flow <> 'closing' then coalesce(accrual, 0) else 0 end) as accrual,
        max(case when not has_detail and flow <> 'closing' then 1 else 0 end) as lacks_detail
    from {{ ref('statistical_difference') }}
    group by region_code, year, group_code, group_name, flow
),

summed as (
    select grouped.*, cast(final_accounts + merged_funds + transfers + central_adjustment + accrual as decimal(28, 2)) as before_rounding
    from grouped
),

rounded as (
    select
        summed.*,
        cast(cast(round(before_rounding * cast(0.0000001 as decimal(8, 7)), 0) as decimal(20, 0)) * 10000000 as decimal(28, 2)) as statistics
    from summed
)

select
    rounded.region_code,
    rounded.year,
    rounded.group_code,
    rounded.group_name,
    rounded.flow,
    cast(line.line_no as integer) as line_no,
    line.line_code,
    line.label,
    cast(case line.line_code
        when 'final_accounts' then rounded.final_accounts
        when 'merged_funds' then rounded.merged_funds
        when 'transfers' then rounded.transfers
        when 'central_adjustment' then rounded.central_adjustment
        when 'accrual' then rounded.accrual
        when 'before_rounding' then rounded.before_rounding
        when 'rounding' then rounded.statistics - rounded.before_rounding
        when 'statistics' then rounded.statistics
    end as decimal(28, 2)) as amount,
    line.line_code in ('before_rounding', 'statistics') as is_total,
    case when line.line_code = 'accrual' and rounded.lacks_detail = 1 then 'not_available' else 'measured' end as status,
    line.explanation
from rounded
cross join {{ ref('statistical_bridge_line') }} as line
