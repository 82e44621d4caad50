-- Every table has its head, one total, and a total that is the sum of its printed scores.
select region_code, year, fund_code
from {{ ref('mart_self_evaluation') }}
group by region_code, year, fund_code
having sum(case when block = 'total' then 1 else 0 end) <> 1
    or sum(case when block = 'funds' then 1 else 0 end) <> 5
    or sum(case when block = 'total' then score end) <> sum(case when block <> 'total' then score end)
