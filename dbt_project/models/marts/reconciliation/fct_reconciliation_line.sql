-- Every line of every leg with exactly one verdict, the pass and rule that gave it, and the months between which it was open.
with ssa_tax_line as (
    select
        line_id, cast('social_security' as string) as party, cast('ss_contribution' as string) as dataset, record_key, source_file_id,
        source_row, payer_key, posted_date as business_date
    from {{ ref('posting_line') }}
    union all
    select
        line_id, cast('tax' as string) as party, cast('tax_collection' as string) as dataset, record_key, source_file_id,
        source_row, payer_key, paid_date as business_date
    from {{ ref('tax_line') }}
),

verdict as (
    select
        told.leg, line.party, line.dataset, line.record_key, line.source_file_id, line.source_row, told.region_code, told.fund_code,
        line.payer_key, told.amount, line.business_date, told.period, told.group_id, told.related_id, told.pass, told.rule,
        told.is_confirmed, told.verdict, told.cause, told.opened_period, told.cleared_period, told.line_id, told.checker,
        cast(null as string) as unit_text
    from {{ ref('ssa_tax_verdict') }} as told
    inner join ssa_tax_line as line
        on told.line_id = line.line_id
    {%- for leg in ['tax_fin', 'ssa_fin_benefit', 'ledger_fin', 'total_3way'] %}
    union all
    select
        leg, party, dataset, record_key, source_file_id, source_row, region_code, fund_code, payer_key, amount, business_date, period,
        group_id, related_id, pass, rule, is_confirmed, verdict, cause, opened_period, cleared_period, line_id, checker, unit_text
    from {{ ref(leg ~ '_verdict') }}
    {%- endfor %}
),

origin as (
    select line_id, record_key
    from ssa_tax_line
    where line_id in (select related_id from {{ ref('ssa_tax_verdict') }} where verdict in ('duplicate', 'refund'))
    union all
    select line_id, record_key from {{ ref('journal_line') }}
)

select
    verdict.leg,
    verdict.party,
    verdict.dataset,
    verdict.record_key,
    verdict.source_file_id,
    verdict.source_row,
    verdict.region_code,
    verdict.fund_code,
    verdict.payer_key,
    cast(verdict.amount as decimal(18, 2)) as amount,
    verdict.business_date,
    verdict.period,
    {{ id_text('verdict.group_id') }} as group_id,
    verdict.pass,
    verdict.verdict,
    verdict.cause,
    coalesce(
        verdict.checker,
        case when verdict.is_confirmed and verdict.verdict not in ('only_left', 'only_right', 'excluded') then 'rule' end
    ) as confirmed_by,
    verdict.opened_period,
    verdict.cleared_period,
    verdict.rule,
    origin.record_key as related_record_key,
    {{ id_text('verdict.line_id') }} as line_id,
    verdict.unit_text as unit_id
from verdict
left join origin
    on case when verdict.verdict in ('duplicate', 'refund') then verdict.related_id end = origin.line_id
