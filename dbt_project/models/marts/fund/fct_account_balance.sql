-- The books as they stand: every account of every fund and month, with its movement and its balances.
select
    region_code,
    fund_code,
    period,
    account_code,
    account_name,
    opening_balance,
    amount,
    closing_balance
from {{ ref('account_month') }}
where fund_code <> 'all'
