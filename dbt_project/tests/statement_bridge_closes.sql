-- In every measure: income - expenditure + net transfers = balance, and opening + balance + adjustment = closing,
-- of the month and of the year to date; the balance is the same in all three measures.
with total as (
    select
        region_code, fund_code, period, basis,
        {%- for column in ['amount', 'amount_ytd'] %}
        {%- for line in ['opening', 'income', 'expenditure', 'net_transfers', 'balance', 'adjustment', 'closing'] %}
        sum(case when line_code = '{{ line }}' then {{ column }} end) as {{ line }}_{{ column }},
        {%- endfor %}
        {%- endfor %}
        cast(count(*) as bigint) as lines
    from {{ ref('fct_fund_statement') }}
    where line_kind = 'total'
    group by region_code, fund_code, period, basis
)

select total.*
from total
inner join total as accounting
    on total.region_code = accounting.region_code
    and total.fund_code = accounting.fund_code
    and total.period = accounting.period
    and accounting.basis = 'accounting'
where total.lines <> 7
    or total.income_amount - total.expenditure_amount + total.net_transfers_amount <> total.balance_amount
    or total.income_amount_ytd - total.expenditure_amount_ytd + total.net_transfers_amount_ytd <> total.balance_amount_ytd
    or total.opening_amount + total.balance_amount + total.adjustment_amount <> total.closing_amount
    or total.opening_amount_ytd + total.balance_amount_ytd + total.adjustment_amount_ytd <> total.closing_amount_ytd
    or total.balance_amount <> accounting.balance_amount
