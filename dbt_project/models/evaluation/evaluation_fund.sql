-- The tables of a year: one for each fund with books or goals, one for the region (`all`), and the scheme that scores them.
-- A row of scheme_year that names the region wins over the one for every region (*).
with member as (
    select region_code, cast(substr(period, 1, 4) as integer) as year, fund_code
    from {{ ref('stg_ss_ledger') }}
    union
    select region_code, cast(goal_year as integer) as year, fund_code
    from {{ ref('stg_fin_performance_goal') }}
    union
    select region_code, year, cast('all' as string) as fund_code
    from {{ ref('evaluation_year') }}
),

chosen as (
    select
        evaluation_year.region_code,
        evaluation_year.year,
        scheme_year.scheme,
        row_number() over (
            partition by evaluation_year.region_code, evaluation_year.year
            order by case scheme_year.region_code when '*' then 1 else 0 end nulls last, scheme_year.year_from desc nulls last, scheme_year.scheme nulls last
        ) as preference
    from {{ ref('evaluation_year') }} as evaluation_year
    inner join {{ ref('scheme_year') }} as scheme_year
        on scheme_year.region_code in ('*', evaluation_year.region_code)
        and evaluation_year.year between scheme_year.year_from and scheme_year.year_to
)

select
    evaluation_year.region_code,
    member.fund_code,
    evaluation_year.year,
    evaluation_year.last_period,
    evaluation_year.months,
    evaluation_year.months_of_books_only,
    chosen.scheme
from {{ ref('evaluation_year') }} as evaluation_year
inner join member
    on evaluation_year.region_code = member.region_code
    and evaluation_year.year = member.year
left join chosen
    on evaluation_year.region_code = chosen.region_code
    and evaluation_year.year = chosen.year
    and chosen.preference = 1
