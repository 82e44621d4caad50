-- Status and the figures under the statement (元).
select
    status,
    max(case when line_code = 'unexplained' then amount end) as unexplained,
    max(case when line_code = 'net_difference' then amount end) as net_difference,
    max(case when line_code = 'gross_difference' then amount end) as gross_difference,
    max(case when line_code = 'open_brought_forward' then amount end) as brought_forward,
    max(case when line_code = 'open_new' then amount end) as opened,
    max(case when line_code = 'open_cleared' then amount end) as cleared,
    max(case when line_code = 'open_carried_forward' then amount end) as carried_forward
from /*source*/
where leg = $leg and region_code = $region and fund_code = $fund and period = $period and basis = $basis
group by status
