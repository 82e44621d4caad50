{{ config(materialized='view') }}
-- What is due from a payer for a fund, fee month and type, one row each time: as many lines of an amount are no surplus.
select
    region_code,
    payer_key,
    fund_code,
    cast(fee_period as integer) as fee_from,
    cast(fee_period as integer) as fee_to,
    contribution_type as kind,
    amount_due as amount
from {{ ref('stg_ss_assessment') }}
