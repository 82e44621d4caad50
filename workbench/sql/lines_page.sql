,

paged as (
    select * from chosen
    order by /*sort*/ nulls last, leg, line_id
    limit $rows offset $skip
)

select paged.*, coalesce(fund.short_name, paged.fund_code) as fund_name, payer.payer_name
from paged
left join marts.dim_fund as fund
    on paged.fund_code = fund.fund_code
left join marts.dim_payer as payer
    on paged.region_code = payer.region_code and paged.payer_key = payer.payer_key
order by /*sort*/ nulls last, leg, line_id
