-- Payments that bounced: their share of the month, the longest wait for a repetition made in it, and those that nobody
-- has repeated for longer than the limit by its end. A repetition that bounces again is a failure of its own.
with failed as (
    select
        failure.region_code,
        failure.fund_code,
        failure.payment_no,
        failure.amount,
        failure.paid_date,
        min(again.paid_date) as repeated_date
    from {{ ref('stg_ss_benefit') }} as failure
    left join {{ ref('stg_ss_benefit') }} as again
        on failure.region_code = again.region_code
        and failure.payment_no = again.reissue_of
    where not failure.is_paid
    group by failure.region_code, failure.fund_code, failure.payment_no, failure.amount, failure.paid_date
),

volume as (
    select
        region_code,
        fund_code,
        period,
        cast(count(*) as decimal(18, 2)) as payments,
        cast(sum(case when is_paid then 0 else 1 end) as decimal(18, 2)) as failures
    from {{ ref('stg_ss_benefit') }}
    group by region_code, fund_code, period
),

aged as (
    select
        month.region_code,
        month.fund_code,
        month.period,
        failed.amount,
        case
            when {{ to_period('failed.repeated_date') }} = month.period
                then {{ dbt.datediff('failed.paid_date', 'failed.repeated_date', 'day') }}
        end as waited,
        coalesce(
            coalesce(failed.repeated_date, {{ dbt.dateadd('day', 1, 'month.month_end') }}) > month.month_end
            and {{ dbt.datediff('failed.paid_date', 'month.month_end', 'day') }} > {{ at_most('K18') }},
            false
        ) as is_open
    from ({{ complete_month() }}) as month
    left join failed
        on month.region_code = failed.region_code
        and month.fund_code = failed.fund_code
        and month.month_end >= failed.paid_date
),

by_fund as (
    select
        aged.region_code,
        aged.fund_code,
        aged.period,
        cast(sum(case when is_open then 1 else 0 end) as bigint) as open_payments,
        cast(sum(case when is_open then amount else 0 end) as decimal(28, 2)) as open_amount,
        coalesce(max(aged.waited), 0) as longest,
        coalesce(max(volume.payments), 0) as payments,
        coalesce(max(volume.failures), 0) as failures
    from aged
    left join volume
        on aged.region_code = volume.region_code
        and aged.fund_code = volume.fund_code
        and aged.period = volume.period
    group by aged.region_code, aged.fund_code, aged.period
)

select
    {{ control_result('K18', 'open_payments = 0', 'open_payments', '0',
        "concat_ws('', 'ss_benefit 当月退票 ', cast(cast(failures as bigint) as string), '/', cast(cast(payments as bigint) as string), ' 笔；重发最长 ', cast(longest as string), ' 天；逾期未重发 ', cast(open_payments as string), ' 笔 ', cast(open_amount as string), ' 元')", soft=true) }}
from by_fund
