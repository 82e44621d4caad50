
select
    checked.*, coalesce(fund.short_name, checked.fund_code) as fund_name
from checked
left join marts.dim_fund as fund
    on checked.fund_code = fund.fund_code
order by checked.why nulls last, checked.leg, checked.side, checked.line_id
