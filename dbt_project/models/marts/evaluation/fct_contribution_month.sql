-- What the agency's business system posted to payers' accounts, by fund and month.
select
    region_code,
    fund_code,
    period,
    contribution_type,
    cast(count(*) as bigint) as postings,
    cast(sum(amount_due) as decimal(28, 2)) as amount_due,
    cast(sum(amount) as decimal(28, 2)) as amount
from {{ ref('stg_ss_contribution') }}
group by region_code, fund_code, period, contribution_type
