-- Posted for the month's fee period by the month's end, against what was assessed for it.
with assessed as (
    select region_code, fund_code, fee_period, cast(sum(amount_due) as decimal(28, 2)) as due
    from {{ ref('stg_ss_assessment') }}
    where fee_period = period
    group by region_code, fund_code, fee_period
    having sum(amount_due) > 0
),

posted as (
    select region_code, fund_code, fee_period, cast(sum(amount) as decimal(28, 2)) as amount
    from {{ ref('stg_ss_contribution') }}
    where period <= fee_period
    group by region_code, fund_code, fee_period
),

compared as (
    select
        assessed.region_code,
        assessed.fund_code,
        assessed.fee_period as period,
        assessed.due,
        coalesce(posted.amount, 0) as amount
    from assessed
    left join posted
        on assessed.region_code = posted.region_code
        and assessed.fund_code = posted.fund_code
        and assessed.fee_period = posted.fee_period
)

select
    {{ control_result('K23', money_ratio('amount', 'due') ~ ' >= ' ~ at_least('K23'), money_ratio('amount', 'due'), at_least('K23'),
        "concat_ws('', 'ss_contribution 当期到账 ', cast(amount as string), '，ss_assessment 应缴 ', cast(due as string))", soft=true) }}
from compared
