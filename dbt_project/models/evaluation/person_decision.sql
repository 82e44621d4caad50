-- What persons decided: the rate of a qualitative indicator, points taken off an over-achievement. Either a row of
-- seeds/evaluation_decision.csv, or the opening words of the goal's own reason, 【达成 95%】 or 【扣分 2】.
with worded as (
    select
        region_code,
        cast(goal_year as integer) as year,
        fund_code,
        indicator_code,
        {{ first_match("coalesce(deviation_reason, '')", '^【(达成|部分达成|未达成|扣分)[^】]*】') }} as mark,
        deviation_reason as reason
    from {{ ref('stg_fin_performance_goal') }}
),

parsed as (
    select
        region_code, year, fund_code, indicator_code,
        {{ first_match('mark', '扣分|部分达成|未达成|达成') }} as kind,
        try_cast(nullif({{ first_match('mark', '[0-9]+([.][0-9]+)?') }}, '') as decimal(18, 2)) as value,
        cast(reason as string) as reason,
        cast('绩效目标表' as string) as decided_by,
        2 as preference
    from worded
    where mark <> ''
    union all
    select
        region_code, cast(year as integer) as year, fund_code, indicator_code, kind,
        cast(value as decimal(18, 2)) as value, reason, decided_by, 1 as preference
    from {{ ref('evaluation_decision') }}
),

ranked as (
    select
        parsed.*,
        row_number() over (partition by region_code, year, fund_code, indicator_code order by preference nulls last, kind nulls last, value nulls last) as rank_no
    from parsed
    where kind <> '' and value is not null
)

select region_code, year, fund_code, indicator_code, kind, value, reason, decided_by
from ranked
where rank_no = 1
