-- Differences without regard to their sign, per group and fund: two opposite errors do not hide each other.
with differing as (
    {%- for leg, told, id in [
        ('ssa_tax', 'ssa_tax_verdict', 'line_id'), ('tax_fin', 'tax_fin_unit_verdict', 'unit_id'),
        ('ssa_fin_benefit', 'ssa_fin_benefit_unit_verdict', 'unit_id'), ('ledger_fin', 'ledger_fin_unit_verdict', 'unit_id'),
    ] %}
    select
        leg, region_code, fund_code, period, coalesce(group_id, {{ id }}) as difference_id,
        case side when 'R' then amount else -amount end as amount
    from {{ ref(told) }}
    where verdict not in ('matched', 'self_cancelled', 'excluded')
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

summed as (
    select leg, region_code, fund_code, period, difference_id, cast(sum(amount) as decimal(28, 2)) as amount
    from differing
    group by leg, region_code, fund_code, period, difference_id
)

select
    leg,
    region_code,
    fund_code,
    period,
    cast(sum(abs(amount)) as decimal(28, 2)) as gross_difference
from summed
group by leg, region_code, fund_code, period
