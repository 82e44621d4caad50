-- The reconciliation statement (余额调节表): from what the left party reports, item by item, to what the right party reports.
-- Contributions are shown under both cut-offs; the lines between the two are lines of their own.
{%- set contribution = "leg in ('ssa_tax', 'tax_fin')" %}
with total as (
    select
        bridge_total.*,
        case
            when not is_provable or unexplained is null then 'not_provable'
            when unexplained <> 0 then 'unexplained'
            when open_lines > 0 then 'proven_with_open_items'
            else 'proven'
        end as status
    from {{ ref('bridge_total') }} as bridge_total
),

on_basis as (
    select total.*, 'paid_date' as basis, leg = 'tax_fin' as has_left_measure, false as has_right_measure from total
    union all
    select total.*, 'treasury_date' as basis, false as has_left_measure, leg = 'ssa_tax' as has_right_measure from total where {{ contribution }}
),

laid_out as (
    {%- for code, amount, condition in [
        ('left_reported', 'left_reported + case when has_left_measure then measure_out - measure_in else 0 end', 'true'),
        ('books_basis', 'books_basis', "leg = 'ssa_tax'"),
        ('returned', 'books_basis', "leg = 'ssa_fin_benefit'"),
        ('left_rejected', '-left_rejected', 'left_rejected <> 0'),
        ('left_measure_in', 'measure_in', 'has_left_measure'),
        ('left_measure_out', '-measure_out', 'has_left_measure'),
        ('left_detail', 'left_detail', 'true'),
        ('right_detail', 'right_detail', 'true'),
        ('right_measure_in', 'measure_in', 'has_right_measure'),
        ('right_measure_out', '-measure_out', 'has_right_measure'),
        ('right_reported', 'right_reported + case when has_right_measure then measure_in - measure_out else 0 end', 'true'),
        ('unexplained', 'unexplained', 'true'),
        ('gross_difference', 'gross_difference', 'true'),
        ('open_brought_forward', 'brought_forward', 'true'),
        ('open_new', 'new_items', 'true'),
        ('open_cleared', 'cleared', 'true'),
        ('open_carried_forward', 'carried_forward', 'true'),
    ] %}
    select leg, region_code, fund_code, period, basis, '{{ code }}' as line_code, {{ amount }} as amount, status
    from on_basis
    where {{ condition }}
    union all
    {%- endfor %}
    select
        leg, region_code, fund_code, period, basis, 'net_difference' as line_code,
        right_reported + case when has_right_measure then measure_in - measure_out else 0 end
        - left_reported - case when has_left_measure then measure_out - measure_in else 0 end as amount,
        status
    from on_basis
),

item as (
    select leg, region_code, fund_code, period, line_code, line_no, label, amount from {{ ref('reconciliation_item') }}
    union all
    select leg, region_code, 'all' as fund_code, period, line_code, min(line_no) as line_no, min(label) as label, cast(sum(amount) as decimal(28, 2)) as amount
    from {{ ref('reconciliation_item') }}
    group by leg, region_code, period, line_code
),

line as (
    select
        laid_out.leg, laid_out.region_code, laid_out.fund_code, laid_out.period, laid_out.basis, named.line_no, laid_out.line_code,
        named.label, laid_out.amount, laid_out.status
    from laid_out
    inner join {{ ref('bridge_line') }} as named
        on laid_out.line_code = named.line_code
    union all
    select
        item.leg, item.region_code, item.fund_code, item.period, on_basis.basis, item.line_no, item.line_code, item.label,
        item.amount, on_basis.status
    from item
    inner join on_basis
        on item.leg = on_basis.leg and item.region_code = on_basis.region_code
        and item.fund_code = on_basis.fund_code and item.period = on_basis.period
    union all
    select leg, region_code, fund_code, period, basis, line_no, line_code, label, amount, status
    from {{ ref('total_3way_bridge') }}
)

select
    leg, region_code, fund_code, period, basis,
    cast(line_no as integer) as line_no,
    line_code, label,
    cast(amount as decimal(28, 2)) as amount,
    status
from line
