-- The payments of one batch: finance pays it out as one amount. What is paid again after a return is kept apart, because
-- the money for it is already in the expenditure account.
select
    {{ set_id('line_id') }} as unit_id,
    region_code,
    fund_code,
    batch_no,
    is_reissue,
    period,
    min(paid_date) as paid_date,
    cast(count(*) as bigint) as lines,
    cast(sum(amount) as decimal(28, 2)) as amount
from {{ ref('benefit_line') }}
group by region_code, fund_code, batch_no, is_reissue, period
