-- Refunds of the bureau that the agency booked as expenditure: the books carry more other expenditure (5401) than the
-- special account paid under that item, and exactly that much was refunded: in all, for earlier years, or in one line.
with booked as (
    select region_code, fund_code, period, debit - credit as amount
    from {{ ref('stg_ss_ledger') }}
    where account_code = '5401'
),

paid as (
    select region_code, fund_code, period, cast(sum(-net_income) as decimal(28, 2)) as amount
    from {{ ref('journal_line') }}
    where item = '其他支出'
    group by region_code, fund_code, period
),

refund as (
    select
        line.line_id, line.region_code, line.fund_code, {{ to_period('coalesce(line.treasury_date, line.paid_date)') }} as period, -line.amount as amount,
        floor(line.fee_from / 100) < year(line.paid_date) as is_of_earlier_year
    from (
        select unit_id from {{ ref('ssa_tax_outcome') }} where verdict = 'refund'
        union all
        select decided.unit_id
        from {{ ref('decision_link') }} as decided
        inner join {{ ref('tax_line') }} as line
            on decided.unit_id = line.line_id and decided.leg = 'ssa_tax' and decided.keeps_nature
        where line.levy_type = '退库'
    ) as outcome
    inner join {{ ref('tax_line') }} as line
        on outcome.unit_id = line.line_id
    where line.amount < 0
),

compared as (
    select
        refund.*,
        booked.amount - coalesce(paid.amount, 0) as excess,
        sum(refund.amount) over (partition by refund.region_code, refund.fund_code, refund.period) as all_refunds,
        sum(case when refund.is_of_earlier_year then refund.amount else 0 end) over (
            partition by refund.region_code, refund.fund_code, refund.period
        ) as earlier_refunds
    from refund
    inner join booked
        on refund.region_code = booked.region_code and refund.fund_code = booked.fund_code and refund.period = booked.period
    left join paid
        on refund.region_code = paid.region_code and refund.fund_code = paid.fund_code and refund.period = paid.period
)

select line_id
from compared
where excess > 0
    and (excess = all_refunds or (is_of_earlier_year and excess = earlier_refunds) or excess = amount)
