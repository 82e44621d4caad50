-- Every line of every leg with exactly one verdict, the pass and rule that gave it, and the months between which it was open.
with verdict as (
    {%- for leg in ['ssa_tax', 'tax_fin', 'ssa_fin_benefit', 'ledger_fin', 'total_3way'] %}
    select
        leg, party, dataset, record_key, source_file_id, source_row, region_code, fund_code, payer_key, amount, business_date, period,
        group_id, related_id, pass, rule, is_confirmed, verdict, cause, opened_period, cleared_period
    from {{ ref(leg ~ '_verdict') }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

origin as (
    select line_id, record_key from {{ ref('ssa_tax_verdict') }} where line_id in (select related_id from {{ ref('ssa_tax_verdict') }} where verdict in ('duplicate', 'refund'))
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
    case when verdict.is_confirmed and verdict.verdict not in ('only_left', 'only_right', 'excluded') then 'rule' end as confirmed_by,
    verdict.opened_period,
    verdict.cleared_period,
    verdict.rule,
    case when verdict.verdict in ('duplicate', 'refund') then origin.record_key end as related_record_key
from verdict
left join origin
    on verdict.verdict in ('duplicate', 'refund')
    and verdict.related_id = origin.line_id
