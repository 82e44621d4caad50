{# The same ratio inside a text of evidence, which is run against the published file, whatever engine built the marts. #}
{% macro published_ratio(num, den, scale=6) -%}
    {{ return(duckdb__exact_ratio(num, den, scale)) }}
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

{# Text between quotes in a JSON document. A backslash in a literal means different things to different engines: chr(92). #}
{% macro json_text(column) -%}
    concat_ws('', '"', replace(replace({{ column }}, chr(92), concat_ws('', chr(92), chr(92))), '"', concat_ws('', chr(92), '"')), '"')
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
