-- Per fund and month: late fees that came with the contributions, and refunds that the books carry as expenditure.
-- They explain, to the fen, what accounts 4501 and 5401 hold beyond the special account's items of the same name.
with late_fee as (
    select region_code, fund_code, treasury_period as period, cast(sum(amount) as decimal(28, 2)) as late_fees
    from {{ ref('tax_line') }}
    where levy_type = '滞纳金'
        and treasury_period is not null
    group by region_code, fund_code, treasury_period
),

refund as (
    select region_code, fund_code, treasury_period as period, cast(-sum(amount) as decimal(28, 2)) as refunds
    from {{ ref('tax_line') }}
    where levy_type = '退库'
        and treasury_period is not null
    group by region_code, fund_code, treasury_period
)

select
    coalesce(late_fee.region_code, refund.region_code) as region_code,
    coalesce(late_fee.fund_code, refund.fund_code) as fund_code,
    coalesce(late_fee.period, refund.period) as period,
    late_fee.late_fees,
    refund.refunds
from late_fee
full outer join refund
    on late_fee.region_code = refund.region_code
    and late_fee.fund_code = refund.fund_code
    and late_fee.period = refund.period
