-- The lines of the legs added up by everything that the proof needs: small, whatever the number of lines.
{%- for leg in ['ssa_tax', 'tax_fin', 'ssa_fin_benefit', 'ledger_fin'] %}
select
    verdict.leg,
    verdict.region_code,
    verdict.fund_code,
    verdict.period,
    verdict.side,
    verdict.verdict,
    verdict.cause,
    verdict.opened_period,
    verdict.cleared_period,
    cause.is_open,
    cause.is_in_total,
    cast(count(*) as bigint) as lines,
    cast(sum(verdict.amount) as decimal(28, 2)) as amount,
    cast(sum(abs(verdict.amount)) as decimal(28, 2)) as size
from {{ ref(leg ~ '_verdict') }} as verdict
left join {{ ref('difference_causes') }} as cause
    on verdict.verdict = cause.verdict
    and coalesce(verdict.cause, '') = coalesce(cause.cause, '')
group by
    verdict.leg, verdict.region_code, verdict.fund_code, verdict.period, verdict.side, verdict.verdict, verdict.cause,
    verdict.opened_period, verdict.cleared_period, cause.is_open, cause.is_in_total
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
