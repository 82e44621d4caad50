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

side_total as (
    select
        basis, region_code, fund_code, period, side as line_code,
        cast(sum(amount * counts_in_total) as decimal(28, 2)) as amount,
        cast(sum(amount_ytd * counts_in_total) as decimal(28, 2)) as amount_ytd,
        cast(sum(case when counts_in_total = 1 then budget_adjusted end) as decimal(28, 2)) as budget_adjusted
    from measured
    group by basis, region_code, fund_code, period, side
),

transfer_total as (
    select
        basis, region_code, fund_code, period, 'net_transfers' as line_code,
        cast(sum(amount * counts_in_transfers * case side when 'income' then 1 else -1 end) as decimal(28, 2)) as amount,
        cast(sum(amount_ytd * counts_in_transfers * case side when 'income' then 1 else -1 end) as decimal(28, 2)) as amount_ytd,
        cast(null as decimal(28, 2)) as budget_adjusted
    from measured
    group by basis, region_code, fund_code, period
),

stock_total as (
    {%- for line, amount, ytd in [
        ('opening', 'opening', 'opening_of_year'),
        ('balance', 'balance', 'balance_ytd'),
        ('adjustment', 'adjustment', 'adjustment_ytd'),
        ('closing', 'closing', 'closing'),
    ] %}
    select
        basis.basis, net_assets.region_code, net_assets.fund_code, net_assets.period, '{{ line }}' as line_code,
        net_assets.{{ amount }} as amount,
        net_assets.{{ ytd }} as amount_ytd,
        cast(null as decimal(28, 2)) as budget_adjusted
    from {{ ref('net_assets') }} as net_assets
    cross join {{ ref('statement_basis') }} as basis
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

total as (
    select * from side_total
    union all
    select * from transfer_total
    union all
    select * from stock_total
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
