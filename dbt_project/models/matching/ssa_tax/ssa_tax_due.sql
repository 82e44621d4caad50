-- How often an amount is due from a payer for a fund, fee month and type: as many lines of it are no surplus.
select
    region_code,
    payer_key,
    fund_code,
    cast(fee_period as integer) as fee_from,
    cast(fee_period as integer) as fee_to,
    contribution_type as kind,
    amount_due as amount,
    cast(count(*) as bigint) as due_count
from {{ ref('stg_ss_assessment') }}
group by region_code, payer_key, fund_code, fee_period, contribution_type, amount_due
