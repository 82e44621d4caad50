-- Every indicator for every table of every year: the figure, or why there is none.
with result as (
    {%- for name in var('indicator_models') %}
    select indicator_code, region_code, fund_code, year, actual, unit, evidence_sql
    from {{ ref(name) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    result.indicator_code,
    catalogue.indicator_name,
    result.region_code,
    result.fund_code,
    result.year,
    result.actual,
    result.unit,
    case
        when result.actual is not null then 'measured'
        when concat_ws('', ';', catalogue.funds, ';') like concat_ws('', '%;', result.fund_code, ';%') then 'missing'
        else 'not_applicable'
    end as status,
    result.evidence_sql,
    catalogue.datasets
from result
inner join {{ ref('dim_indicator') }} as catalogue
    on result.indicator_code = catalogue.indicator_code
