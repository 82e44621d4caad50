{# Columns that every indicator returns. Evidence runs as given against the published marts; its first column is `actual`. #}
{% macro indicator_result(indicator_code, actual, unit, evidence_sql) -%}
    cast('{{ indicator_code }}' as string) as indicator_code,
    region_code,
    fund_code,
    year,
    cast({{ actual }} as decimal(28, 6)) as actual,
    cast('{{ unit }}' as string) as unit,
    {{ evidence_sql }} as evidence_sql
{%- endmacro %}

{# An indicator counted in the monthly statistics. `span`: 'close' the closing month's stock, 'year' the sum of the months.
   With `per` it is a percentage of another statistic. Every month and fund that should state it must do so:
   a partial sum is no figure of the year. #}
{% macro statistic_indicator(indicator_code, counted, span, unit, per=none) -%}
{%- set names = [counted] + ([per] if per else []) -%}
{%- set listed = "'" ~ (names | join("', '")) ~ "'" -%}
{%- set months = "period = '{last_period}'" if span == 'close' else "period like '{year}%'" -%}
{%- set counted_sum = "sum(case when indicator = '" ~ counted ~ "' then base_value end)" -%}
{%- set per_sum = "sum(case when indicator = '" ~ per ~ "' then base_value end)" -%}
{%- set where = "from marts.fct_statistic where " ~ fund_of_table() ~ " and indicator in (" ~ listed ~ ") and " ~ months ~ " having count(base_value) = {expected_rows}" -%}
with stated as (
    select
        spine.region_code,
        spine.fund_code,
        spine.year,
        spine.last_period,
        spine.months,
        statistic.fund_code as member,
        statistic.indicator,
        {{ 'statistic.period = spine.last_period' if span == 'close' else 'true' }} as is_in_span,
        statistic.base_value
    from {{ ref('evaluation_fund') }} as spine
    left join {{ ref('fct_statistic') }} as statistic
        on spine.region_code = statistic.region_code
        and spine.year = statistic.year
        and spine.fund_code in ('all', statistic.fund_code)
        and statistic.indicator in ({{ listed }})
),

counted as (
    select
        region_code,
        fund_code,
        year,
        last_period,
        cast(count(distinct coalesce(member, '')) * {{ names | length }} * {{ 1 if span == 'close' else 'max(months)' }} as bigint) as expected_rows,
        cast(sum(case when is_in_span and base_value is not null then 1 else 0 end) as bigint) as stated_rows,
        sum(case when is_in_span and indicator = '{{ counted }}' then base_value end) as counted,
        sum(case when is_in_span and indicator = '{{ per }}' then base_value end) as per
    from stated
    group by region_code, fund_code, year, last_period
)

select
{%- if per %}
    {{ indicator_result(indicator_code, 'case when stated_rows = expected_rows then ' ~ exact_ratio('100 * counted', 'per') ~ ' end', unit,
        evidence('select ' ~ published_ratio('100 * counted', 'per') ~ ' as actual, counted, per from (select ' ~ counted_sum ~ ' as counted, ' ~ per_sum ~ ' as per ' ~ where ~ ') as stated',
            ['region_code', 'fund_code', 'year', 'last_period', 'expected_rows'])) }}
{%- else %}
    {{ indicator_result(indicator_code, 'case when stated_rows = expected_rows then counted end', unit,
        evidence('select cast(' ~ counted_sum ~ ' as decimal(28, 6)) as actual ' ~ where, ['region_code', 'fund_code', 'year', 'last_period', 'expected_rows'])) }}
{%- endif %}
from counted
{%- endmacro %}

{# A line of the fund statement as a percentage of its adjusted budget, year to date at the closing month. #}
{% macro statement_indicator(indicator_code, line_code, basis='report') -%}
with line as (
    select spine.region_code, spine.fund_code, spine.year, spine.last_period, line.amount_ytd, line.budget_adjusted
    from {{ ref('evaluation_fund') }} as spine
    left join {{ ref('fct_fund_statement') }} as line
        on spine.region_code = line.region_code
        and spine.fund_code = line.fund_code
        and spine.last_period = line.period
        and line.basis = '{{ basis }}'
        and line.line_code = '{{ line_code }}'
)

select
    {{ indicator_result(indicator_code, exact_ratio('100 * amount_ytd', 'budget_adjusted'), '%',
        evidence('select ' ~ published_ratio('100 * amount_ytd', 'budget_adjusted') ~ " as actual, amount_ytd, budget_adjusted from marts.fct_fund_statement where region_code = '{region_code}' and fund_code = '{fund_code}' and period = '{last_period}' and basis = '" ~ basis ~ "' and line_code = '" ~ line_code ~ "'")) }}
from line
{%- endmacro %}
