-- The journal is one account over all funds: each balance is the one before plus income minus expenditure, and the
-- month goes on from the last balance of the month before (from the first line's own start where there is none).
with line as (
    select
        region_code,
        period,
        record_key,
        source_row,
        balance,
        income - expenditure as movement,
        sum(income - expenditure) over (
            partition by region_code, period
            order by source_row nulls last
            rows between unbounded preceding and current row
        ) as moved,
        row_number() over (partition by region_code, period order by source_row nulls last) as from_start,
        row_number() over (partition by region_code, period order by source_row desc nulls last) as from_end
    from {{ ref('stg_fin_special_account') }}
    where balance is not null
),

start_of_month as (
    select
        first_line.region_code,
        first_line.period,
        coalesce(last_line.balance, first_line.balance - first_line.movement) as opening
    from line as first_line
    left join line as last_line
        on first_line.region_code = last_line.region_code
        and {{ prior_month('first_line.period') }} = last_line.period
        and last_line.from_end = 1
    where first_line.from_start = 1
),

broken as (
    select
        line.region_code,
        line.period,
        cast(count(*) as bigint) as lines,
        cast(sum(case when line.balance <> start_of_month.opening + line.moved then 1 else 0 end) as bigint) as breaks,
        min(case when line.balance <> start_of_month.opening + line.moved then line.record_key end) as record_key
    from line
    inner join start_of_month
        on line.region_code = start_of_month.region_code
        and line.period = start_of_month.period
    group by line.region_code, line.period
)

select
    {{ control_result('J01', 'breaks = 0', 'breaks', '0', "concat_ws('', 'fin_special_account ', coalesce(record_key, cast(lines as string)))", fund_code="cast('all' as string)") }}
from broken
