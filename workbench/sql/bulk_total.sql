
select
    checked.why is null as is_allowed, checked.fund_code, coalesce(fund.short_name, '合计') as fund_name,
    grouping(checked.fund_code) as is_total, cast(sum(checked.lines) as bigint) as lines,
    count(distinct concat(checked.leg, checked.group_id)) as differences,
    cast(sum(checked.amount) as decimal(28, 2)) as amount,
    cast(sum(abs(checked.amount)) as decimal(28, 2)) as size,
    cast(sum(case when checked.side = 'R' then checked.amount else -checked.amount end) as decimal(28, 2)) as difference,
    md5(string_agg(concat_ws('|', checked.leg, checked.line_id, checked.amount), ';' order by checked.leg, checked.line_id)) as digest
from checked
left join marts.dim_fund as fund
    on checked.fund_code = fund.fund_code
group by grouping sets ((checked.why is null, checked.fund_code, fund.short_name, fund.sort_no), (checked.why is null))
order by is_allowed desc, is_total, fund.sort_no
