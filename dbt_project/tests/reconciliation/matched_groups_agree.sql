-- A matched group has both sides, one fund, and sums that are equal to the fen. A cancelled one adds up to nothing.
{%- for leg in ['ssa_tax', 'tax_fin', 'ssa_fin_benefit', 'ledger_fin'] %}
select leg, group_id, min(verdict) as verdict, sum(case side when 'L' then amount else -amount end) as difference
from {{ ref(leg ~ '_verdict') }}
where verdict = 'matched'
group by leg, group_id
having sum(case side when 'L' then amount else -amount end) <> 0
    or count(distinct side) <> 2
    or count(distinct fund_code) <> 1
    or count(distinct verdict) <> 1
    or group_id is null
union all
select leg, group_id, min(verdict) as verdict, sum(amount) as difference
from {{ ref(leg ~ '_verdict') }}
where verdict = 'self_cancelled'
group by leg, group_id, side
having sum(amount) <> 0
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
