{# num / den rounded half up to `scale` places, exact, of quantities that are not negative; NULL over a zero or missing
   base. Operands may carry six decimals. The evidence of a cell contains the same text. #}
{% macro exact_ratio(num, den, scale=6) -%}
    {{ return(adapter.dispatch('exact_ratio', 'sanfang')(num, den, scale)) }}
{%- endmacro %}

{% macro duckdb__exact_ratio(num, den, scale) -%}
    {%- set n = 'cast(cast(' ~ num ~ ' as decimal(38, 6)) * 1000000 as hugeint)' -%}
    {%- set d = 'cast(cast(' ~ den ~ ' as decimal(38, 6)) * 1000000 as hugeint)' -%}
    cast(cast(({{ n }} * {{ 2 * 10 ** scale }} + {{ d }}) // nullif(2 * {{ d }}, 0) as decimal(28, 0)) * 0.{{ '0' * (scale - 1) }}1 as decimal(28, 6))
{%- endmacro %}

{# A whole-row expression: `template` as SQL text with the row's region, fund, year and closing month put in.
   Names in braces are replaced by columns of the same name. #}
{% macro evidence(template, fields=['region_code', 'fund_code', 'year', 'last_period']) -%}
    {%- set text = namespace(sql="'" ~ (template | replace("'", "''")) ~ "'") -%}
    {%- for field in fields -%}
        {%- set text.sql = 'replace(' ~ text.sql ~ ", '{" ~ field ~ "}', cast(" ~ field ~ ' as string))' -%}
    {%- endfor -%}
    cast({{ text.sql }} as string)
{%- endmacro %}

{# The rows of one fund, or of every fund where the table is the region's. #}
{% macro fund_of_table() -%}
region_code = '{region_code}' and ('{fund_code}' in ('all', fund_code)) and fund_code <> 'all'
{%- endmacro %}

{# Text between quotes in a JSON document. #}
{% macro json_text(column) -%}
    concat('"', replace(replace({{ column }}, '\', '\\'), '"', '\"'), '"')
{%- endmacro %}

{# A JSON list of the objects of a group, each once, in order. #}
{% macro json_list(expression) -%}
    {{ return(adapter.dispatch('json_list', 'sanfang')(expression)) }}
{%- endmacro %}

{% macro duckdb__json_list(expression) -%}
    concat('[', string_agg(distinct {{ expression }}, ', ' order by {{ expression }}), ']')
{%- endmacro %}

{# Columns that the rows of a table share, whatever block they stand in. #}
{% macro table_row_columns() -%}
    year, region_code, fund_code, scheme, block, row_order, level_1, level_2, level_3, goal_code, indicator_code, direction, target, target_value,
    actual, unit, weight, score, scoring, demand_driven, is_over, deviation_reason, reason, improvement, matched_by, gap_kind, gap_detail,
    needs_reason, budget_initial, budget_adjusted, executed, execution_rate, evidence_sql,
    score_rule, goal_source_file_id, goal_source_row
{%- endmacro %}

{# A target without the comparison in front, the unit behind it, and the words that repeat the comparison. #}
{% macro bare_number(column) -%}
    {%- set text = namespace(sql=first_match(column, '[^≥≤=]*$')) -%}
    {%- for word in ['以上', '以下', '以内', '（含）'] -%}
        {%- set text.sql = 'replace(' ~ text.sql ~ ", '" ~ word ~ "', '')" -%}
    {%- endfor -%}
    replace({{ text.sql }}, case when unit in ('%', '％', '百分比') then '%' else unit end, '')
{%- endmacro %}
