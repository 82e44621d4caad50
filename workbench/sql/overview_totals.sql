-- What the three parties report for a month, side by side, by fund under both cut-offs (元). The last row is all funds.
select
    bridge.basis, bridge.fund_code, coalesce(fund.short_name, '合计') as fund_name, min(bridge.status) as status,
    max(case when line_code = 'agency' then amount end) as agency,
    max(case when line_code = 'agency_to_tax' then amount end) as agency_to_tax,
    max(case when line_code = 'tax' then amount end) as tax,
    max(case when line_code = 'tax_to_finance' then amount end) as tax_to_finance,
    max(case when line_code = 'finance' then amount end) as finance,
    max(case when line_code = 'unexplained' then amount end) as unexplained
from marts.fct_reconciliation_bridge as bridge
left join marts.dim_fund as fund
    on bridge.fund_code = fund.fund_code
where bridge.region_code = $region and bridge.period = $period and bridge.leg = 'total_3way'
group by bridge.basis, bridge.fund_code, fund.short_name, fund.sort_no
order by bridge.basis, fund.sort_no nulls last
