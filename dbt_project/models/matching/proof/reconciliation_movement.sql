-- The lines of the legs added up by everything that the proof needs: small, whatever the number of lines. Legs whose units
-- are sums are added up from their units, and from the journal's entries that stay out of them.
with told as (
    select
        leg, region_code, fund_code, period, side, verdict, cause, opened_period, cleared_period, amount, cast(1 as bigint) as lines
    from {{ ref('ssa_tax_verdict') }}
    {%- for leg, bundle in [('tax_fin', 'tax_fin_bundle'), ('ssa_fin_benefit', 'ssa_fin_benefit_bundle'), ('ledger_fin', none)] %}
    union all
    select
        unit.leg, unit.region_code, unit.fund_code, unit.period, unit.side, unit.verdict, unit.cause, unit.opened_period, unit.cleared_period,
        unit.amount, {{ 'coalesce(bundle.lines, 1)' if bundle else 'cast(1 as bigint)' }} as lines
    from {{ ref(leg ~ '_unit_verdict') }} as unit
    {%- if bundle %}
    left join {{ ref(bundle) }} as bundle
        on unit.unit_id = bundle.unit_id
    union all
    select
        leg, region_code, fund_code, period, side, verdict, cause, opened_period, cleared_period, amount, cast(1 as bigint) as lines
    from {{ ref(leg ~ '_verdict') }}
    where party = 'finance'
        and rule = '{{ leg }}_scope'
    {%- endif %}
    {%- endfor %}
)

select
    told.leg,
    told.region_code,
    told.fund_code,
    told.period,
    told.side,
    told.verdict,
    told.cause,
    told.opened_period,
    told.cleared_period,
    cause.is_open,
    cause.is_in_total,
    cast(sum(told.lines) as bigint) as lines,
    cast(sum(told.amount) as decimal(28, 2)) as amount,
    cast(sum(abs(told.amount)) as decimal(28, 2)) as size
from told
left join {{ ref('difference_causes') }} as cause
    on told.verdict = cause.verdict
    and coalesce(told.cause, '') = coalesce(cause.cause, '')
group by
    told.leg, told.region_code, told.fund_code, told.period, told.side, told.verdict, told.cause,
    told.opened_period, told.cleared_period, cause.is_open, cause.is_in_total
