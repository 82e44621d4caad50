-- The bureau's lines of one fund, treasury day and batch: the treasury moves them to finance as one amount, refunds apart
-- and one by one, because finance may net them or pay each.
with line as (
    select
        *,
        levy_type = '退库' as is_refund,
        case when levy_type = '退库' then line_id end as refund_id
    from {{ ref('tax_line') }}
    where treasury_date is not null
)

select
    {{ set_id('line_id') }} as unit_id,
    region_code,
    fund_code,
    batch_no,
    treasury_date,
    is_refund,
    refund_id,
    {{ to_period('treasury_date') }} as period,
    cast(count(*) as bigint) as lines,
    cast(sum(amount) as decimal(28, 2)) as amount
from line
group by region_code, fund_code, batch_no, treasury_date, is_refund, refund_id
