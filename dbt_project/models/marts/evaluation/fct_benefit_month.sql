-- Payments of each month by fund and benefit item. In time means by the day that dim_fund promises; a payment that bounced
-- and was repeated after that day was not in time for the person who waited.
with payment as (
    select
        benefit.*,
        {{ to_date("concat_ws('', benefit.period, '01')") }} as month_start,
        fund.pays_by_day
    from {{ ref('stg_ss_benefit') }} as benefit
    left join {{ ref('dim_fund') }} as fund
        on benefit.fund_code = fund.fund_code
),

judged as (
    select
        payment.*,
        case when is_paid and pays_by_day is not null then {{ dbt.datediff('month_start', 'paid_date', 'day') }} < pays_by_day end as is_in_time
    from payment
)

select
    region_code,
    fund_code,
    period,
    benefit_item,
    cast(sum(case when is_paid then 1 else 0 end) as bigint) as payments,
    cast(sum(case when is_paid then 0 else 1 end) as bigint) as payments_failed,
    cast(sum(case when is_in_time is null then null when is_in_time then 1 else 0 end) as bigint) as payments_in_time,
    cast(sum(case when is_paid and is_first then 1 else 0 end) as bigint) as first_payments,
    cast(count(distinct case when is_paid then person_key end) as bigint) as persons,
    cast(sum(case when is_paid then amount else 0 end) as decimal(28, 2)) as amount,
    cast(sum(case when is_in_time is null then null when is_in_time then amount else 0 end) as decimal(28, 2)) as amount_in_time
from judged
group by region_code, fund_code, period, benefit_item
