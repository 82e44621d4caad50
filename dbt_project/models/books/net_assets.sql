-- The roll-forward of the accumulated balance (滚存结余 = net assets), one row per region, fund and month.
-- opening is the closing of the month before; what the books open with beyond that, and what moves a net-assets
-- account directly, is the signed opening adjustment (期初调整), never a silent correction.
with booked as (
    select
        region_code,
        fund_code,
        period,
        cast(sum(case substr(account_code, 1, 1) when '5' then -opening_balance else opening_balance end) as decimal(28, 2)) as booked_opening,
        cast(sum(case substr(account_code, 1, 1) when '5' then -closing_balance else closing_balance end) as decimal(28, 2)) as booked_closing,
        cast(sum(case substr(account_code, 1, 1) when '3' then amount else 0 end) as decimal(28, 2)) as moved_directly,
        cast(sum(case substr(account_code, 1, 1) when '4' then amount when '5' then -amount else 0 end) as decimal(28, 2)) as balance,
        cast(sum(case substr(account_code, 1, 1) when '4' then closing_balance when '5' then -closing_balance else 0 end) as decimal(28, 2)) as balance_ytd
    from {{ ref('account_month') }}
    where length(account_code) = 4
        and substr(account_code, 1, 1) in ('3', '4', '5')
    group by region_code, fund_code, period
),

linked as (
    select
        booked.*,
        coalesce(prior.booked_closing, booked.booked_opening) as opening
    from booked
    left join booked as prior
        on booked.region_code = prior.region_code
        and booked.fund_code = prior.fund_code
        and {{ prior_month('booked.period') }} = prior.period
),

adjusted as (
    select
        linked.*,
        cast(booked_opening - opening + moved_directly as decimal(28, 2)) as adjustment
    from linked
),

rolled as (
    select
        adjusted.*,
        cast(opening + balance + adjustment as decimal(28, 2)) as closing,
        cast(sum(adjustment) over (
            partition by region_code, fund_code, substr(period, 1, 4)
            order by period nulls last
            rows between unbounded preceding and current row
        ) as decimal(28, 2)) as adjustment_ytd
    from adjusted
)

select
    region_code,
    fund_code,
    period,
    opening,
    balance,
    adjustment,
    closing,
    balance_ytd,
    adjustment_ytd,
    cast(closing - balance_ytd - adjustment_ytd as decimal(28, 2)) as opening_of_year,
    booked_opening,
    booked_closing
from rolled
