{# Exact quotients: engines differ in the widest integer that they have. The other portable names are in portable.sql. #}

{# num / den, exact, half away from zero, NULL over a zero or missing base. Never a bare slash on money. #}
{% macro money_ratio(num, den, scale=6) -%}
    {{ return(adapter.dispatch('money_ratio', 'sanfang')(num, den, scale)) }}
{%- endmacro %}

{% macro duckdb__money_ratio(num, den, scale) -%}
    {%- set n = 'cast(cast(abs(' ~ num ~ ') as decimal(38,2)) * 100 as hugeint)' -%}
    {%- set d = 'cast(cast(abs(' ~ den ~ ') as decimal(38,2)) * 100 as hugeint)' -%}
    {%- set q = 'cast((' ~ n ~ ' * ' ~ (2 * 10 ** scale) ~ ' + ' ~ d ~ ') // (2 * ' ~ d ~ ') as decimal(18,0))' -%}
    {{ sanfang.signed_quotient(num, den, q, scale) }}
{%- endmacro %}

{# The end of money_ratio for every engine: the whole `quotient` of the absolute amounts with its sign and `scale` decimals. #}
{% macro signed_quotient(num, den, quotient, scale) -%}
    case
        when {{ num }} is null or {{ den }} is null or {{ den }} = 0 then cast(null as decimal(18, {{ scale }}))
        else cast(
            (case when ({{ num }} < 0) <> ({{ den }} < 0) then -1 else 1 end)
            * ({{ quotient }}) * cast(0.{{ '0' * (scale - 1) }}1 as decimal({{ scale }}, {{ scale }})) as decimal(18, {{ scale }}))
    end
{%- endmacro %}

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
