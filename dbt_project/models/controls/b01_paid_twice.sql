-- The same person, item, month and amount, paid successfully more than once. Proven where the item is paid once for each
-- month, or where one claim was paid twice (a repetition of a payment that had not bounced, or two of one that had);
-- elsewhere equal amounts may be two lawful claims, and warn. A supplement has another amount. A line delivered twice is
-- one payment. A repetition counts for the month of what it repeats, whatever month it carries itself.
with origin as (
    select benefit.region_code, benefit.payment_no, min(benefit.benefit_period) as benefit_period
    from {{ ref('stg_ss_benefit') }} as benefit
    inner join {{ ref('stg_ss_benefit') }} as repetition
        on benefit.region_code = repetition.region_code
        and benefit.payment_no = repetition.reissue_of
    group by benefit.region_code, benefit.payment_no
),

payment as (
    select
        benefit.region_code,
        benefit.fund_code,
        benefit.period,
        benefit.person_key,
        benefit.benefit_item,
        benefit.amount,
        benefit.payment_no,
        coalesce(benefit.reissue_of, benefit.payment_no) as claim_no,
        case when benefit.reissue_of is null then benefit.benefit_period else origin.benefit_period end as claim_period
    from {{ ref('stg_ss_benefit') }} as benefit
    left join origin
        on benefit.region_code = origin.region_code
        and benefit.reissue_of = origin.payment_no
    where benefit.is_paid
),

repeated as (
    select
        region_code,
        fund_code,
        benefit_item,
        amount,
        max(period) as period,
        min(payment_no) as first_record,
        count(distinct payment_no) - 1 as surplus,
        count(distinct payment_no) - count(distinct claim_no) as paid_again
    from payment
    where claim_period is not null
    group by region_code, fund_code, person_key, benefit_item, claim_period, amount
    having count(*) > 1
),

judged as (
    select
        repeated.*,
        repeated.surplus * repeated.amount as surplus_amount,
        coalesce(kind.is_monthly, false) or repeated.paid_again > 0 as is_proven
    from repeated
    left join {{ ref('benefit_item') }} as kind
        on repeated.benefit_item = kind.benefit_item
    where repeated.surplus > 0
),

by_fund as (
    select
        month.region_code,
        month.fund_code,
        month.period,
        cast(coalesce(sum(judged.surplus), 0) as bigint) as payments,
        cast(coalesce(sum(case when judged.is_proven then judged.surplus else 0 end), 0) as bigint) as proven,
        cast(coalesce(sum(judged.surplus_amount), 0) as decimal(28, 2)) as amount,
        min(case when judged.is_proven then judged.first_record end) as proven_record,
        min(judged.first_record) as first_record
    from ({{ complete_month() }}) as month
    left join judged
        on month.region_code = judged.region_code
        and month.fund_code = judged.fund_code
        and month.period = judged.period
    group by month.region_code, month.fund_code, month.period
)

select
    {{ control_result('B01', 'payments = 0', 'payments', '0',
        "concat_ws('', 'ss_benefit 多发 ', cast(payments as string), ' 笔 ', cast(amount as string), ' 元，其中确定 ', cast(proven as string), ' 笔', coalesce(concat_ws('', '，如 ', coalesce(proven_record, first_record)), ''))", tolerable='proven = 0') }}
from by_fund
