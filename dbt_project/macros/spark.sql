{# What Apache Spark (4, ANSI mode) says instead. Names and meaning are those of portable.sql and content_id.sql. #}

{# Spark trims the ASCII blank only; a blank is every space that Unicode calls a separator. #}
{% macro spark__trimmed(text) -%}
    trim(both '{{ " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000" }}' from {{ text }})
{%- endmacro %}

{% macro spark__money_ratio(num, den, scale) -%}
    {%- set n = 'cast(abs(' ~ num ~ ') * 100 as decimal(30,0))' -%}
    {%- set d = 'cast(abs(' ~ den ~ ') * 100 as decimal(30,0))' -%}
    {%- set q = 'cast((' ~ n ~ ' * ' ~ (2 * 10 ** scale) ~ ' + ' ~ d ~ ') div (2 * ' ~ d ~ ') as decimal(18,0))' -%}
    {{ sanfang.signed_quotient(num, den, q, scale) }}
{%- endmacro %}

{% macro spark__exact_ratio(num, den, scale) -%}
    {%- set n = 'cast(cast(' ~ num ~ ' as decimal(38, 6)) * 1000000 as decimal(38, 0))' -%}
    {%- set d = 'cast(cast(' ~ den ~ ' as decimal(38, 6)) * 1000000 as decimal(38, 0))' -%}
    cast(cast(({{ n }} * {{ 2 * 10 ** scale }} + {{ d }}) div nullif(2 * {{ d }}, 0) as decimal(28, 0)) * 0.{{ '0' * (scale - 1) }}1 as decimal(28, 6))
{%- endmacro %}

{% macro spark__joined(expression) -%}
    case when count({{ expression }}) > 0 then array_join(array_sort(collect_set({{ expression }})), '; ') end
{%- endmacro %}

{% macro spark__json_list(expression) -%}
    concat('[', array_join(array_sort(collect_set({{ expression }})), ', '), ']')
{%- endmacro %}

{% macro spark__inlined() -%}
{%- endmacro %}

{% macro spark__semi_join() -%}
    left semi join
{%- endmacro %}

{% macro spark__anti_join() -%}
    left anti join
{%- endmacro %}

{% macro spark__first_fifteen(ticket) -%}
    ({{ ticket }} div 1000)
{%- endmacro %}

{# An id is 32 hexadecimal digits here, so that text order is the order of the numbers. DuckDB reads the bytes of a digest
   from the last to the first. #}
{% macro spark__content_id(text) -%}
    upper(regexp_replace(reverse(md5({{ text }})), '(.)(.)', '$2$1'))
{%- endmacro %}

{% macro spark__half_id(column, start) -%}
    cast(conv(substr({{ column }}, {{ start }}, 16), 16, -10) as bigint)
{%- endmacro %}

{% macro spark__set_id(column) -%}
    concat(lpad(hex(bit_xor({{ spark__half_id(column, 1) }})), 16, '0'), lpad(hex(bit_xor({{ spark__half_id(column, 17) }})), 16, '0'))
{%- endmacro %}

{% macro spark__pair_id(left, right) -%}
    concat(
        lpad(hex({{ spark__half_id(left, 1) }} ^ {{ spark__half_id(right, 1) }}), 16, '0'),
        lpad(hex({{ spark__half_id(left, 17) }} ^ {{ spark__half_id(right, 17) }}), 16, '0'))
{%- endmacro %}

{% macro spark__id_text(column) -%}
    coalesce(nullif(trim(leading '0' from {{ column }}), ''), substr({{ column }}, 1, 1))
{%- endmacro %}

{% macro spark__no_id() -%}
    cast(null as string)
{%- endmacro %}

{% macro spark__id_from_text(column) -%}
    upper(lpad({{ column }}, 32, '0'))
{%- endmacro %}

{# `insert_overwrite` takes the place of months that have new rows; a month that comes out empty has to go by itself. #}
{% macro spark__forget_months(months) -%}
    {%- set emptied = months | rejectattr('source_file_id') | list -%}
    {%- if emptied -%}
    alter table {{ this }} drop if exists
    {%- for month in emptied %} partition (region_code = '{{ month['region_code'] }}', period = '{{ month['period'] }}'){{ ',' if not loop.last }}{% endfor %}
    {%- endif -%}
{%- endmacro %}
