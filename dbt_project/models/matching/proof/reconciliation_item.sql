-- The differing items of each leg per fund and month, by verdict and cause: what leads from the left party's details to
-- the right party's. Matched lines leave something only where their group is spread over months.
with item as (
    select
        leg, region_code, fund_code, period, verdict, cause,
        case
            when verdict not in ('matched', 'self_cancelled') or opened_period = cleared_period then
                concat_ws('', verdict, case when cause is null then '' else concat_ws('', '.', cause) end)
            when period < cleared_period then 'in_transit_opened'
            else 'in_transit_cleared'
        end as line_code,
        case side when 'R' then amount else -amount end as amount
    from {{ ref('reconciliation_movement') }}
    where coalesce(is_in_total, true)
),

label as (
    select
        concat_ws('', verdict, case when cause is null or cause = '' then '' else concat_ws('', '.', cause) end) as line_code,
        label,
        cast(310 + row_number() over (order by is_by_person nulls last, verdict nulls last, cause nulls last) as integer) as line_no
    from {{ ref('difference_causes') }}
)

select
    item.leg,
    item.region_code,
    item.fund_code,
    item.period,
    item.line_code,
    min(coalesce(label.line_no, named.line_no)) as line_no,
    min(coalesce(label.label, named.label)) as label,
    cast(sum(item.amount) as decimal(28, 2)) as amount
from item
left join label
    on item.line_code = label.line_code
left join {{ ref('bridge_line') }} as named
    on item.line_code = named.line_code
group by item.leg, item.region_code, item.fund_code, item.period, item.line_code
having sum(item.amount) <> 0
    or min(item.line_code) not like 'matched%' and min(item.line_code) not like 'self_cancelled%'
