-- Leg by fund by month: how many lines agree, how many the rules matched by themselves, what is open, and whether it is proved.
with line as (
    select
        leg, region_code, fund_code, period, verdict, is_open, lines, amount, size
    from {{ ref('reconciliation_movement') }}
    union all
    select leg, region_code, fund_code, period, verdict, false as is_open, 1 as lines, amount, abs(amount) as size
    from {{ ref('total_3way_verdict') }}
),

counted as (
    select
        leg, region_code, fund_code, period,
        cast(sum(case when verdict <> 'excluded' then lines else 0 end) as bigint) as lines,
        cast(sum(case when verdict <> 'excluded' then size else 0 end) as decimal(28, 2)) as size,
        cast(sum(case when verdict in ('matched', 'self_cancelled') then size else 0 end) as decimal(28, 2)) as matched_size,
        cast(sum(case when verdict in ('matched', 'self_cancelled') then lines else 0 end) as bigint) as matched_lines,
        cast(sum(case when verdict in ('matched', 'self_cancelled') then amount else 0 end) as decimal(28, 2)) as matched_amount,
        cast(sum(case when is_open then lines else 0 end) as bigint) as open_lines,
        cast(sum(case when is_open then amount else 0 end) as decimal(28, 2)) as open_amount,
        cast(sum(case when verdict like '%differs' then lines else 0 end) as bigint) as differing_lines,
        cast(sum(case when verdict like '%differs' then amount else 0 end) as decimal(28, 2)) as differing_amount
    from line
    group by leg, region_code, fund_code, period
),

proof as (
    select leg, region_code, fund_code, period, min(status) as status,
        max(case when line_code = 'unexplained' then amount end) as unexplained
    from {{ ref('fct_reconciliation_bridge') }}
    where basis = case leg when 'tax_fin' then 'treasury_date' when 'total_3way' then 'treasury_date' else 'paid_date' end
    group by leg, region_code, fund_code, period
)

select
    proof.leg,
    proof.region_code,
    proof.fund_code,
    proof.period,
    coalesce(counted.lines, 0) as lines,
    coalesce(counted.matched_lines, 0) as matched_lines,
    coalesce(counted.matched_amount, 0) as matched_amount,
    {{ money_ratio('counted.matched_lines', 'counted.lines') }} as auto_rate_count,
    {{ money_ratio('counted.matched_size', 'counted.size') }} as auto_rate_amount,
    coalesce(counted.open_lines, 0) as open_lines,
    coalesce(counted.open_amount, 0) as open_amount,
    coalesce(counted.differing_lines, 0) as differing_lines,
    coalesce(counted.differing_amount, 0) as differing_amount,
    proof.unexplained,
    proof.status
from proof
left join counted
    on proof.leg = counted.leg
    and proof.region_code = counted.region_code
    and proof.fund_code = counted.fund_code
    and proof.period = counted.period
where proof.fund_code <> 'all'
