{# The only place where engines may differ. Models call these names; another engine adds its own prefix. #}

{# Without the blanks around it, the full-width blank among them. #}
{% macro trimmed(text) -%}
    {{ return(adapter.dispatch('trimmed', 'sanfang')(text)) }}
{%- endmacro %}

{% macro duckdb__trimmed(text) -%}
    trim({{ text }})
{%- endmacro %}

{# Clean text as it was delivered: '' and blanks are no value. #}
{% macro to_text(column) -%}
    nullif({{ trimmed(column) }}, '')
{%- endmacro %}

{# Money text ('1,234.50') to DECIMAL(18,2) yuan; NULL when it is none. Landing has refused more than two decimals. #}
{% macro to_money(column) -%}
    try_cast(replace({{ trimmed(column) }}, ',', '') as decimal(18, 2))
{%- endmacro %}

{% macro to_integer(column) -%}
    try_cast(replace({{ trimmed(column) }}, ',', '') as bigint)
{%- endmacro %}

{# 20200131, 2020-01-31 and 2020/01/31 to DATE. #}
{% macro to_date(column) -%}
    {%- set text = trimmed(column) -%}
    try_cast(
        case
            when length({{ text }}) = 8
                then concat_ws('', substr({{ text }}, 1, 4), '-', substr({{ text }}, 5, 2), '-', substr({{ text }}, 7, 2))
            else replace(substr({{ text }}, 1, 10), '/', '-')
        end as date
    )
{%- endmacro %}

{# DATE to the period text YYYYMM. #}
{% macro to_period(date_column) -%}
    {{ return(adapter.dispatch('to_period', 'sanfang')(date_column)) }}
{%- endmacro %}

{% macro default__to_period(date_column) -%}
    replace(substr(cast({{ date_column }} as string), 1, 7), '-', '')
{%- endmacro %}

{% macro duckdb__to_period(date_column) -%}
    strftime({{ date_column }}, '%Y%m')
{%- endmacro %}

{# DATE to the month as a number, 202001. #}
{% macro to_month(date_column) -%}
    (year({{ date_column }}) * 100 + month({{ date_column }}))
{%- endmacro %}

{# The same month of the year before, as period text. #}
{% macro prior_year(period) -%}
    concat_ws('', cast(cast(substr({{ period }}, 1, 4) as integer) - 1 as string), substr({{ period }}, 5, 2))
{%- endmacro %}

{# The month before, as period text. #}
{% macro prior_month(period) -%}
    case
        when substr({{ period }}, 5, 2) = '01'
            then concat_ws('', cast(cast(substr({{ period }}, 1, 4) as integer) - 1 as string), '12')
        else cast(cast({{ period }} as integer) - 1 as string)
    end
{%- endmacro %}

{# First match of a POSIX pattern without backslashes, '' when there is none. #}
{% macro first_match(column, pattern) -%}
    regexp_extract({{ column }}, '{{ pattern }}', 0)
{%- endmacro %}

{# Keeps the engine from writing a common table expression down when it is read more than once: a filter over a table. #}
{% macro inlined() -%}
    {{ return(adapter.dispatch('inlined', 'sanfang')()) }}
{%- endmacro %}

{% macro duckdb__inlined() -%}
    not materialized
{%- endmacro %}

{# Rows that have a partner, and rows that have none. Written as joins, because more than one correlated `exists` makes
   the engine collect every distinct key first. #}
{% macro semi_join() -%}
    {{ return(adapter.dispatch('semi_join', 'sanfang')()) }}
{%- endmacro %}

{% macro duckdb__semi_join() -%}
    semi join
{%- endmacro %}

{% macro anti_join() -%}
    {{ return(adapter.dispatch('anti_join', 'sanfang')()) }}
{%- endmacro %}

{% macro duckdb__anti_join() -%}
    anti join
{%- endmacro %}

{# Distinct texts of a group in order, joined by '; ': evidence that reads the same on every run. #}
{% macro joined(expression) -%}
    {{ return(adapter.dispatch('joined', 'sanfang')(expression)) }}
{%- endmacro %}

{% macro duckdb__joined(expression) -%}
    string_agg(distinct {{ expression }}, '; ' order by {{ expression }})
{%- endmacro %}

{# A JSON list of the objects of a group, each once, in order. #}
{% macro json_list(expression) -%}
    {{ return(adapter.dispatch('json_list', 'sanfang')(expression)) }}
{%- endmacro %}

{% macro duckdb__json_list(expression) -%}
    concat_ws('', '[', string_agg(distinct {{ expression }}, ', ' order by {{ expression }}), ']')
{%- endmacro %}

{# Changed months of a table that is kept from build to build, before their rows come in. Here all of them go, in the
   transaction of the insert: dbt's own `delete+insert` joins old and new rows on the month, each with each. #}
{% macro forget_months(months) -%}
    {{ return(adapter.dispatch('forget_months', 'sanfang')(months)) }}
{%- endmacro %}

{% macro duckdb__forget_months(months) -%}
    delete from {{ this }} where
    {%- for month in months %} (region_code = '{{ month['region_code'] }}' and period = '{{ month['period'] }}'){{ ' or' if not loop.last }}{% endfor %}
{%- endmacro %}
