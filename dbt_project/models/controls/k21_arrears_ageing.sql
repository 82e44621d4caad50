-- What each payer still owes for each fee period at the end of each month: assessed less posted by then, never below
-- zero, so that one payer's excess does not hide another's debt. A debt holds from one change to the next.
with change as (
    select region_code, fund_code, payer_key, fee_period, period, amount_due as due, cast(0 as decimal(18, 2)) as posted
    from {{ ref('stg_ss_assessment') }}
    union all
    select region_code, fund_code, payer_key, fee_period, period, cast(0 as decimal(18, 2)) as due, amount as posted
    from {{ ref('stg_ss_contribution') }}
),

assessed as (
    select region_code, fund_code, min(period) as first_period
    from {{ ref('stg_ss_assessment') }}
    group by region_code, fund_code
),

by_month as (
    select region_code, fund_code, payer_key, fee_period, period, sum(due) as due, sum(posted) as posted
    from change
    group by region_code, fund_code, payer_key, fee_period, period
),

-- nearly everybody pays in the month of the assessment: only who ever fell behind is followed from month to month
debtor as (
    select distinct region_code, fund_code, payer_key, fee_period
    from by_month
    where due > posted
),

running as (
    select
        by_month.region_code,
        by_month.fund_code,
        by_month.fee_period,
        by_month.period as from_period,
        lead(by_month.period) over payer as until_period,
        sum(by_month.due) over payer as due,
        sum(by_month.posted) over payer as posted
    from by_month
    inner join debtor
        on by_month.region_code = debtor.region_code
        and by_month.fund_code = debtor.fund_code
        and by_month.payer_key = debtor.payer_key
        and by_month.fee_period = debtor.fee_period
    window payer as (
        partition by by_month.region_code, by_month.fund_code, by_month.payer_key, by_month.fee_period
        order by by_month.period nulls last
    )
),

owed as (
    select
        region_code,
        fund_code,
        fee_period,
        from_period,
        coalesce(until_period, '999912') as until_period,
        case when posted > 0 then due - posted else due end as amount
    from running
    where due > 0
        and due > posted
),

aged as (
    select
        month.region_code,
        month.fund_code,
        month.period,
        owed.amount,
        month.month_no - {{ month_no('owed.fee_period') }} as age
    from ({{ complete_month() }}) as month
    inner join assessed
        on month.region_code = assessed.region_code
        and month.fund_code = assessed.fund_code
        and month.period >= assessed.first_period
    left join owed
        on month.region_code = owed.region_code
        and month.fund_code = owed.fund_code
        and month.period >= owed.from_period
        and month.period < owed.until_period
),

by_fund as (
    select
        region_code,
        fund_code,
        period,
        {%- for name, low, high in [('recent', -9999, 3), ('year', 4, 12), ('three_years', 13, 36), ('older', 37, 99999)] %}
        cast(sum(case when age between {{ low }} and {{ high }} then amount else 0 end) as decimal(28, 2)) as {{ name }},
        {%- endfor %}
        cast(count(amount) as bigint) as debts
    from aged
    group by region_code, fund_code, period
)

select
    {{ control_result('K21', 'year + three_years + older = 0', 'year + three_years + older', '0',
        "concat_ws('', 'ss_assessment 减 ss_contribution 欠费 ', cast(debts as string), ' 笔：0–3 个月 ', cast(recent as string), '；4–12 个月 ', cast(year as string), '；13–36 个月 ', cast(three_years as string), '；36 个月以上 ', cast(older as string))", soft=true) }}
from by_fund
