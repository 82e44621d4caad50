-- Every line of the statement with its figures of the month and of the year to date; comparisons are added by the mart.
with measured as (
    select * from {{ ref('measured_account') }}
),

account_line as (
    select
        basis, region_code, fund_code, period, line_kind, account_code as line_code, account_code, account_name as item,
        cast(rpad(account_code, 8, '0') as integer) as line_no,
        amount, amount_ytd, budget_adjusted
    from measured
    where is_line
),

flow_total as (
    select
        basis, region_code, fund_code, period,
        {%- for side in ['income', 'expenditure'] %}
        sum(case when side = '{{ side }}' then amount * counts_in_total end) as {{ side }},
        sum(case when side = '{{ side }}' then amount_ytd * counts_in_total end) as {{ side }}_ytd,
        sum(case when side = '{{ side }}' and counts_in_total = 1 then budget_adjusted end) as {{ side }}_budget,
        {%- endfor %}
        sum(amount * counts_in_transfers * case side when 'income' then 1 else -1 end) as net_transfers,
        sum(amount_ytd * counts_in_transfers * case side when 'income' then 1 else -1 end) as net_transfers_ytd,
        cast(null as decimal(28, 2)) as net_transfers_budget
    from measured
    group by basis, region_code, fund_code, period
),

stock as (
    select
        basis.basis, net_assets.region_code, net_assets.fund_code, net_assets.period,
        net_assets.opening, net_assets.balance, net_assets.adjustment, net_assets.closing,
        net_assets.opening_of_year, net_assets.balance_ytd, net_assets.adjustment_ytd
    from {{ ref('net_assets') }} as net_assets
    cross join {{ ref('statement_basis') }} as basis
),

-- Every fund with books has all seven totals, zero where nothing was booked.
total as (
    {%- for line in ['income', 'expenditure', 'net_transfers'] %}
    select
        stock.basis, stock.region_code, stock.fund_code, stock.period, '{{ line }}' as line_code,
        cast(coalesce(flow_total.{{ line }}, 0) as decimal(28, 2)) as amount,
        cast(coalesce(flow_total.{{ line }}_ytd, 0) as decimal(28, 2)) as amount_ytd,
        cast(flow_total.{{ line }}_budget as decimal(28, 2)) as budget_adjusted
    from stock
    left join flow_total
        on stock.basis = flow_total.basis
        and stock.region_code = flow_total.region_code
        and stock.fund_code = flow_total.fund_code
        and stock.period = flow_total.period
    union all
    {%- endfor %}
    {%- for line, ytd in [('opening', 'opening_of_year'), ('balance', 'balance_ytd'), ('adjustment', 'adjustment_ytd'), ('closing', 'closing')] %}
    select
        basis, region_code, fund_code, period, '{{ line }}' as line_code,
        {{ line }} as amount, {{ ytd }} as amount_ytd, cast(null as decimal(28, 2)) as budget_adjusted
    from stock
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    basis, region_code, fund_code, period, line_kind, line_code, account_code, item, line_no, amount, amount_ytd, budget_adjusted
from account_line
union all
select
    total.basis, total.region_code, total.fund_code, total.period, 'total' as line_kind, total.line_code,
    cast(null as string) as account_code, label.item, cast(label.line_no as integer) as line_no,
    total.amount, total.amount_ytd, total.budget_adjusted
from total
inner join {{ ref('statement_total') }} as label
    on total.line_code = label.line_code
