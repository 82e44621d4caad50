-- What the files allow about deaths: persons for whom funeral benefit was paid this year, against the deaths that the
-- agency counted this year. It proves nothing about a single person.
with funeral as (
    select region_code, fund_code, period, cast(count(distinct person_key) as bigint) as persons
    from {{ ref('stg_ss_benefit') }}
    where is_paid
        and benefit_item like '丧葬%'
    group by region_code, fund_code, period
),

death as (
    select region_code, fund_code, period, sum(value) as deaths
    from {{ ref('stg_ss_statistics') }}
    where indicator = '死亡人数'
    group by region_code, fund_code, period
),

cumulated as (
    select
        death.region_code,
        death.fund_code,
        death.period,
        sum(death.deaths) over year as deaths,
        sum(coalesce(funeral.persons, 0)) over year as persons
    from death
    left join funeral
        on death.region_code = funeral.region_code
        and death.fund_code = funeral.fund_code
        and death.period = funeral.period
    window year as (
        partition by death.region_code, death.fund_code, substr(death.period, 1, 4)
        order by death.period nulls last
        rows between unbounded preceding and current row
    )
)

select
    {{ control_result('S01', 'persons <= deaths', 'persons', 'deaths',
        "concat_ws('', 'ss_benefit 本年丧抚 ', cast(cast(persons as bigint) as string), ' 人，ss_statistics 本年死亡 ', cast(cast(deaths as bigint) as string), ' 人')", soft=true) }}
from cumulated
where fund_code in ('110', '120')
