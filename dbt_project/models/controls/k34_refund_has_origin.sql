-- Refunds of each party (退库 at the tax bureau, negative postings at the agency) against what the same payer had paid
-- for the same fund and fee period by then, earlier refunds included. Corrections (更正) belong to what was paid.
-- A refund for months before the files begin may have its origin there, and warns.
with refunding as (
    select region_code, fund_code, payer_key from {{ ref('stg_tax_collection') }} where levy_type = '退库'
    union
    select region_code, fund_code, payer_key from {{ ref('stg_ss_contribution') }} where amount < 0
),

line as (
    select
        'tax_collection' as dataset, tax.region_code, tax.fund_code, tax.payer_key, tax.record_key, tax.levy_type = '退库' as is_refund,
        {{ to_period('tax.fee_period_start') }} as fee_from, {{ to_period('tax.fee_period_end') }} as fee_to,
        min(tax.period) as period, min(tax.amount) as amount
    from {{ ref('stg_tax_collection') }} as tax
    inner join refunding
        on tax.region_code = refunding.region_code
        and tax.fund_code = refunding.fund_code
        and tax.payer_key = refunding.payer_key
    group by tax.region_code, tax.fund_code, tax.payer_key, tax.record_key, tax.levy_type, tax.fee_period_start, tax.fee_period_end
    union all
    select
        'ss_contribution' as dataset, posting.region_code, posting.fund_code, posting.payer_key, posting.record_key,
        posting.amount < 0 and posting.contribution_type <> '更正' as is_refund,
        posting.fee_period as fee_from, posting.fee_period as fee_to, posting.period, posting.amount
    from {{ ref('stg_ss_contribution') }} as posting
    inner join refunding
        on posting.region_code = refunding.region_code
        and posting.fund_code = refunding.fund_code
        and posting.payer_key = refunding.payer_key
),

refund as (
    select dataset, region_code, fund_code, payer_key, fee_from, fee_to, period, -sum(amount) as amount, min(record_key) as record_key
    from line
    where is_refund
    group by dataset, region_code, fund_code, payer_key, fee_from, fee_to, period
),

cumulated as (
    select
        refund.*,
        sum(amount) over (
            partition by dataset, region_code, fund_code, payer_key, fee_from, fee_to order by period nulls last
        ) as refunded
    from refund
),

beginning as (
    select region_code, min(period) as first_period from {{ ref('stg_period_scope') }} where state = 'complete' group by region_code
),

judged as (
    select
        cumulated.region_code, cumulated.fund_code, cumulated.period, cumulated.record_key, cumulated.dataset, cumulated.refunded,
        cumulated.fee_from < beginning.first_period as is_early,
        coalesce(sum(line.amount), 0) as paid
    from cumulated
    inner join beginning on cumulated.region_code = beginning.region_code
    left join line
        on not line.is_refund
        and cumulated.dataset = line.dataset
        and cumulated.region_code = line.region_code
        and cumulated.fund_code = line.fund_code
        and cumulated.payer_key = line.payer_key
        and cumulated.fee_from <= line.fee_to
        and cumulated.fee_to >= line.fee_from
        and cumulated.period >= line.period
    group by cumulated.region_code, cumulated.fund_code, cumulated.period, cumulated.record_key, cumulated.dataset, cumulated.refunded, cumulated.fee_from, beginning.first_period
),

by_fund as (
    select
        month.region_code, month.fund_code, month.period,
        cast(count(judged.record_key) as bigint) as refunds,
        cast(coalesce(sum(greatest(judged.refunded - judged.paid, 0)), 0) as decimal(28, 2)) as excess,
        cast(coalesce(sum(case when judged.is_early then 0 else greatest(judged.refunded - judged.paid, 0) end), 0) as decimal(28, 2)) as proven,
        {{ joined("case when judged.refunded > judged.paid then concat_ws('', judged.dataset, ' ', judged.record_key) end") }} as record_keys
    from ({{ complete_month() }}) as month
    left join judged
        on month.region_code = judged.region_code and month.fund_code = judged.fund_code and month.period = judged.period
    group by month.region_code, month.fund_code, month.period
)

select
    {{ control_result('K34', 'excess = 0', 'excess', '0', "concat_ws('', '退费 ', cast(refunds as string), ' 项', coalesce(concat_ws('', '，无原缴费或超过原额：', record_keys), ''))", tolerable='proven = 0') }}
from by_fund
