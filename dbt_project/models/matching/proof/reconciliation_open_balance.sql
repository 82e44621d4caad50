-- Open items of each leg, fund and month, rolled forward: what was open, what came, what cleared, what stays. Amounts are
-- signed as the right party's less the left party's. A matched group is open until its last member has come.
with movement as (
    select
        leg, region_code, fund_code, period, lines,
        case side when 'R' then amount else -amount end as amount,
        case
            when verdict in ('matched', 'self_cancelled') then cleared_period
            when is_open then '999999'
            else period
        end as open_until
    from {{ ref('reconciliation_movement') }}
    where coalesce(is_in_total, true)
),

month as (
    select region_code, fund_code, period from {{ ref('reported_amount') }}
),

judged as (
    select
        movement.leg,
        month.region_code,
        month.fund_code,
        month.period,
        movement.amount,
        movement.lines,
        movement.period < month.period and movement.open_until >= month.period as is_brought,
        movement.period = month.period and movement.open_until > month.period as is_new,
        movement.period < month.period and movement.open_until = month.period as is_cleared,
        movement.open_until > month.period as is_open
    from month
    inner join movement
        on month.region_code = movement.region_code
        and month.fund_code = movement.fund_code
        and movement.period <= month.period
        and movement.open_until >= month.period
)

select
    leg,
    region_code,
    fund_code,
    period,
    cast(sum(case when is_brought then amount else 0 end) as decimal(28, 2)) as brought_forward,
    cast(sum(case when is_new then amount else 0 end) as decimal(28, 2)) as new_items,
    cast(sum(case when is_cleared then -amount else 0 end) as decimal(28, 2)) as cleared,
    cast(sum(case when is_open then amount else 0 end) as decimal(28, 2)) as carried_forward,
    cast(sum(case when is_open then lines else 0 end) as bigint) as open_lines
from judged
group by leg, region_code, fund_code, period
