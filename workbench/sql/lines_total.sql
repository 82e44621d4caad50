
select
    chosen.fund_code, fund.short_name as fund_name, grouping(chosen.fund_code) as is_total, count(*) as lines,
    count(distinct chosen.group_id) as groups,
    coalesce(cast(sum(chosen.amount) as decimal(28, 2)), 0.00) as amount,
    coalesce(cast(sum(abs(chosen.amount)) as decimal(28, 2)), 0.00) as size
from chosen
left join marts.dim_fund as fund
    on chosen.fund_code = fund.fund_code
group by grouping sets ((chosen.fund_code, fund.short_name, fund.sort_no), ())
order by is_total desc, fund.sort_no
