-- A person whom two pension schemes, or two regions, paid a pension for the same month. Funeral payments go to
-- survivors and do not count.
with pension as (
    select
        benefit.region_code,
        benefit.fund_code,
        benefit.period,
        benefit.person_key,
        benefit.benefit_period,
        benefit.record_key,
        benefit.amount
    from {{ ref('stg_ss_benefit') }} as benefit
    inner join {{ ref('benefit_item') }} as kind
        on benefit.benefit_item = kind.benefit_item
        and kind.is_pension
    where benefit.is_paid
),

twice as (
    select person_key, benefit_period
    from pension
    group by person_key, benefit_period
    having min(concat_ws('', region_code, fund_code)) <> max(concat_ws('', region_code, fund_code))
),

found as (
    select
        pension.region_code,
        pension.fund_code,
        pension.period,
        cast(count(distinct pension.person_key) as bigint) as persons,
        cast(sum(pension.amount) as decimal(28, 2)) as amount,
        min(pension.record_key) as first_record
    from pension
    inner join twice
        on pension.person_key = twice.person_key
        and pension.benefit_period = twice.benefit_period
    group by pension.region_code, pension.fund_code, pension.period
),

by_fund as (
    select
        month.region_code,
        month.fund_code,
        month.period,
        coalesce(found.persons, 0) as persons,
        coalesce(found.amount, 0) as amount,
        found.first_record
    from ({{ complete_month() }}) as month
    left join found
        on month.region_code = found.region_code
        and month.fund_code = found.fund_code
        and month.period = found.period
    where month.fund_code in ('110', '120')
)

select
    {{ control_result('K26', 'persons = 0', 'persons', '0',
        "concat_ws('', 'ss_benefit 重复领取 ', cast(persons as string), ' 人 ', cast(amount as string), ' 元', coalesce(concat_ws('', '，如 ', first_record), ''))") }}
from by_fund
