-- Differences without regard to their sign, per group and fund: two opposite errors do not hide each other.
with differing as (
    {%- for leg in ['ssa_tax', 'tax_fin', 'ssa_fin_benefit', 'ledger_fin'] %}
    select
        leg, region_code, fund_code, period, coalesce(group_id, line_id) as difference_id,
        case side when 'R' then amount else -amount end as amount
    from {{ ref(leg ~ '_verdict') }}
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
