-- Totals of a year by fund in whole 万元, report measure (不含上解下拨), rounded half up from exact fen.
-- $region, $year
with total as (
    select
        line.fund_code,
        coalesce(dim_fund.short_name, '合计') as fund,
        coalesce(dim_fund.sort_no, 99) as sort_no,
        line.line_code,
        cast(round(cast(line.amount_ytd as decimal(28, 2)) * cast(0.0001 as decimal(5, 4)), 0) as bigint) as wan_yuan
    from marts.fct_fund_statement as line
    left join marts.dim_fund on line.fund_code = dim_fund.fund_code
    where line.region_code = $region
        and line.period = $year || '12'
        and line.basis = 'report'
        and line.line_kind = 'total'
)

select
    fund,
    format('{:,d}', sum(wan_yuan) filter (where line_code = 'opening')) as opening,
    format('{:,d}', sum(wan_yuan) filter (where line_code = 'income')) as income,
    format('{:,d}', sum(wan_yuan) filter (where line_code = 'expenditure')) as expenditure,
    format('{:,d}', sum(wan_yuan) filter (where line_code = 'net_transfers')) as net_transfers,
    format('{:,d}', sum(wan_yuan) filter (where line_code = 'balance')) as balance,
    format('{:,d}', sum(wan_yuan) filter (where line_code = 'closing')) as closing
from total
group by fund, sort_no
order by sort_no
