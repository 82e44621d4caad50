-- Share of the month's successful payments that were made by the promised day. A payment that bounced and was repeated
-- after that day was not in time for the person who waited.
with payment as (
    select
        benefit.region_code,
        benefit.fund_code,
        benefit.period,
        benefit.amount,
        {{ to_date("concat_ws('', benefit.period, '01')") }} as month_start,
        benefit.paid_date,
        fund.pays_by_day
    from {{ ref('stg_ss_benefit') }} as benefit
    inner join {{ ref('dim_fund') }} as fund
        on benefit.fund_code = fund.fund_code
    where benefit.is_paid
        and fund.pays_by_day is not null
),

judged as (
    select
        payment.*,
        {{ dbt.datediff('month_start', 'paid_date', 'day') }} < pays_by_day as is_in_time
    from payment
),

by_fund as (
    select
        region_code,
        fund_code,
        period,
        cast(count(*) as decimal(18, 2)) as payments,
        cast(sum(case when is_in_time then 1 else 0 end) as decimal(18, 2)) as payments_in_time,
        cast(sum(amount) as decimal(28, 2)) as amount,
        cast(sum(case when is_in_time then amount else 0 end) as decimal(28, 2)) as amount_in_time
    from judged
    group by region_code, fund_code, period
)

select
    {{ control_result('K14', 'payments = payments_in_time', money_ratio('payments_in_time', 'payments'), '1',
        "concat_ws('', 'ss_benefit 按时 ', cast(cast(payments_in_time as bigint) as string), '/', cast(cast(payments as bigint) as string), ' 笔，', cast(amount_in_time as string), '/', cast(amount as string), ' 元')", soft=true) }}
from by_fund
