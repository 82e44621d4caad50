-- Which indicator a goal means: its code (with or without the fund in front), else a declared name. One name that fits
-- two indicators fits none; nothing is guessed.
with marked as (
    select
        goal.*,
        {{ first_match("coalesce(deviation_reason, '')", '^【(达成|部分达成|未达成|扣分)[^】]*】') }} as mark
    from {{ ref('stg_fin_performance_goal') }} as goal
),

goal as (
    select
        marked.*,
        cast(goal_year as integer) as year,
        -- A number with its own sign, unit or 以上 around it (≥95%, 95%以上) is a number; other words are not.
        try_cast({{ trimmed(bare_number("replace(target, ',', '')")) }} as decimal(28, 6)) as target_value,
        {{ trimmed("replace(coalesce(deviation_reason, ''), mark, '')") }} as reason,
        lower(case when indicator_code like concat_ws('', fund_code, '.%') then substr(indicator_code, length(fund_code) + 2) else indicator_code end) as bare_code
    from marked
),

named as (
    select
        goal.region_code, goal.year, goal.fund_code, goal.indicator_code as goal_code,
        count(distinct alias.indicator_code) as candidates,
        min(alias.indicator_code) as indicator_code
    from goal
    inner join {{ ref('indicator_alias') }} as alias
        on replace(replace(goal.level_3, ' ', ''), '　', '') like alias.alias
    group by goal.region_code, goal.year, goal.fund_code, goal.indicator_code
)

select
    goal.region_code, goal.year, goal.fund_code, goal.indicator_code as goal_code,
    coalesce(known.indicator_code, case when named.candidates = 1 then named.indicator_code end) as indicator_code,
    case
        when known.indicator_code is not null then 'code'
        when named.candidates = 1 then 'name'
        when named.candidates > 1 then 'ambiguous'
        else 'unknown'
    end as matched_by,
    goal.level_1, goal.level_2, goal.level_3, goal.direction, goal.target, goal.unit, goal.weight, goal.demand_driven,
    goal.deviation_reason, goal.improvement, goal.source_file_id, goal.source_row,
    goal.target_value,
    case when goal.reason in ('', '无', '—', '-', '/') then null else goal.reason end as reason
from goal
left join {{ ref('indicator') }} as known
    on goal.bare_code = known.indicator_code
left join named
    on goal.region_code = named.region_code
    and goal.year = named.year
    and goal.fund_code = named.fund_code
    and goal.indicator_code = named.goal_code
