-- Each leg has its reconciliation statement (余额调节表) for the month; one without an independent total is not provable.
with statement as (
    select
        region_code,
        fund_code,
        period,
        cast(count(distinct leg) as bigint) as legs,
        {{ joined("case when status = 'not_provable' then concat_ws('', leg, ' ', basis) end") }} as not_provable
    from {{ ref('fct_reconciliation_bridge') }}
    where fund_code <> 'all'
    group by region_code, fund_code, period
),

leg as (
    select cast(count(*) as bigint) as legs
    from {{ ref('legs') }}
),

compared as (
    select
        statement.region_code,
        statement.fund_code,
        statement.period,
        statement.legs as measured,
        leg.legs as expected,
        statement.not_provable
    from statement
    cross join leg
)

select
    {{ control_result('K12', 'measured = expected', 'measured', 'expected', "coalesce('无独立总额可证：' || not_provable, '各环节均有余额调节表')", soft=true) }}
from compared
