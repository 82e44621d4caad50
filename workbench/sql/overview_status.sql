-- Where each leg and fund stands at the month's end (元): status of the proof, what is open, what is not explained.
-- The bridge says it for both cut-offs alike; the treasury date is the one of the books.
with stand as (
    select
        leg, fund_code, status,
        max(case when line_code = 'unexplained' then amount end) as unexplained,
        max(case when line_code = 'open_carried_forward' then amount end) as carried_forward,
        max(case when line_code = 'gross_difference' then amount end) as gross_difference
    from marts.fct_reconciliation_bridge
    where region_code = $region and period = $period and basis = 'paid_date'
    group by leg, fund_code, status
)

select
    stand.leg, stand.fund_code, coalesce(fund.short_name, '合计') as fund_name, stand.status, stand.unexplained,
    stand.carried_forward, stand.gross_difference
from stand
left join marts.dim_fund as fund
    on stand.fund_code = fund.fund_code
order by stand.leg, fund.sort_no nulls last
