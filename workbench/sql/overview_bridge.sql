-- Each leg in one row, all funds together (元): from the left party's reported total to the right party's.
select
    leg, basis, status,
    max(case when line_code = 'left_reported' then amount end) as left_reported,
    max(case when line_code = 'right_reported' then amount end) as right_reported,
    max(case when line_code = 'net_difference' then amount end) as net_difference,
    max(case when line_code = 'gross_difference' then amount end) as gross_difference,
    max(case when line_code = 'open_brought_forward' then amount end) as brought_forward,
    max(case when line_code = 'open_new' then amount end) as opened,
    max(case when line_code = 'open_cleared' then amount end) as cleared,
    max(case when line_code = 'open_carried_forward' then amount end) as carried_forward,
    max(case when line_code = 'unexplained' then amount end) as unexplained
from marts.fct_reconciliation_bridge
where region_code = $region and period = $period and fund_code = 'all' and leg <> 'total_3way'
group by leg, basis, status
order by list_position(['ssa_tax', 'tax_fin', 'ssa_fin_benefit', 'ledger_fin'], leg), basis desc
