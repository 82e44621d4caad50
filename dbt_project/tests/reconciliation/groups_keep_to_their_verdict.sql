-- No group is shared by two verdicts, and no link crosses a fund unless its verdict says so.
select leg, group_id, count(distinct verdict) as verdicts, count(distinct fund_code) as funds
from {{ ref('fct_reconciliation_line') }}
where group_id is not null
group by leg, group_id
having count(distinct verdict) > 1
    or (count(distinct fund_code) > 1 and min(verdict) not in ('fund_differs', 'group_sum_differs'))
    or (count(distinct fund_code) = 1 and min(verdict) = 'fund_differs')
