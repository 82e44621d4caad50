-- Every day with the number of working days up to it, so that a lag is a difference: China's official calendar with its
-- holidays and worked weekends where it is published, Monday to Friday elsewhere.
with digit as (
    {%- for n in range(10) %}
    select {{ n }} as n{% if not loop.last %} union all{% endif %}
    {%- endfor %}
),

calendar as (
    select cast({{ dbt.dateadd('day', 'a.n + 10 * b.n + 100 * c.n + 1000 * d.n', "cast('2004-01-01' as date)") }} as date) as day
    from digit as a
    cross join digit as b
    cross join digit as c
    cross join digit as d
),

judged as (
    select
        calendar.day,
        -- 2004-01-05 was a Monday
        coalesce(exception.is_worked, (({{ dbt.datediff("cast('2004-01-05' as date)", 'calendar.day', 'day') }} % 7) + 7) % 7 < 5) as is_worked
    from calendar
    left join {{ ref('workday_exception') }} as exception
        on calendar.day = exception.day
)

select
    day,
    is_worked,
    cast(sum(case when is_worked then 1 else 0 end) over (
        order by day nulls last rows between unbounded preceding and current row
    ) as integer) as work_no
from judged
