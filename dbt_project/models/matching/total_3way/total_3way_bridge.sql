-- The control totals of the three parties: agency to tax bureau to finance. What stands between two of them is the sum of
-- the items of the leg that compares their lines, so this statement is proved exactly as far as both legs are.
with leg as (
    select
        ssa_tax.region_code, ssa_tax.fund_code, ssa_tax.period,
        ssa_tax.left_reported as agency,
        ssa_tax.right_reported as tax_paid,
        tax_fin.left_reported as tax_in_treasury,
        tax_fin.right_reported as finance,
        ssa_tax.unexplained + tax_fin.unexplained as unexplained,
        ssa_tax.is_provable and tax_fin.is_provable as is_provable,
        ssa_tax.open_lines + tax_fin.open_lines as open_lines,
        ssa_tax.unexplained as ssa_tax_unexplained,
        tax_fin.unexplained as tax_fin_unexplained
    from {{ ref('bridge_total') }} as ssa_tax
    inner join {{ ref('bridge_total') }} as tax_fin
        on ssa_tax.region_code = tax_fin.region_code
        and ssa_tax.fund_code = tax_fin.fund_code
        and ssa_tax.period = tax_fin.period
    where ssa_tax.leg = 'ssa_tax'
        and tax_fin.leg = 'tax_fin'
),

judged as (
    select
        leg.*, basis.basis,
        case basis.basis when 'paid_date' then tax_paid else tax_in_treasury end as tax,
        case
            when not is_provable or unexplained is null then 'not_provable'
            when unexplained <> 0 then 'unexplained'
            when open_lines > 0 then 'proven_with_open_items'
            else 'proven'
        end as status
    from leg
    cross join (select 'paid_date' as basis union all select 'treasury_date' as basis) as basis
)

{%- for line_no, code, label, amount in [
    (100, 'agency', '社保账 4001 社会保险费收入', 'agency'),
    (200, 'agency_to_tax', '社保至税务：差额（逐笔见社保到账与税务征收）', 'tax - agency + ssa_tax_unexplained'),
    (300, 'tax', '税务征收', 'tax'),
    (400, 'tax_to_finance', '税务至财政：差额（逐笔见税务入库与财政专户）', 'finance - tax + tax_fin_unexplained'),
    (800, 'finance', '财政专户保险费收入减退费', 'finance'),
    (900, 'unexplained', '未解释差额', 'unexplained'),
] %}
select
    'total_3way' as leg, region_code, fund_code, period, basis, {{ line_no }} as line_no, '{{ code }}' as line_code,
    '{{ label }}' as label, cast({{ amount }} as decimal(28, 2)) as amount, status
from judged
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
