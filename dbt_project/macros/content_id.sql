{# Identities made of content only: the same rows give the same ids, whatever the order, the threads or the build. #}

{# 128-bit digest of the texts, which must be joined by a separator that they cannot contain. #}
{% macro content_id(text) -%}
    {{ return(adapter.dispatch('content_id', 'sanfang')(text)) }}
{%- endmacro %}

{% macro duckdb__content_id(text) -%}
    md5_number({{ text }})
{%- endmacro %}

{# Digest of a set of ids, as an aggregate: the order of the members cannot matter. #}
{% macro set_id(column) -%}
    {{ return(adapter.dispatch('set_id', 'sanfang')(column)) }}
{%- endmacro %}

{% macro duckdb__set_id(column) -%}
    bit_xor({{ column }})
{%- endmacro %}

{# The same digest for a pair. #}
{% macro pair_id(left, right) -%}
    {{ return(adapter.dispatch('pair_id', 'sanfang')(left, right)) }}
{%- endmacro %}

{% macro duckdb__pair_id(left, right) -%}
    xor({{ left }}, {{ right }})
{%- endmacro %}

{# An id as readers see it. #}
{% macro id_text(column) -%}
    {{ return(adapter.dispatch('id_text', 'sanfang')(column)) }}
{%- endmacro %}

{% macro duckdb__id_text(column) -%}
    to_hex({{ column }})
{%- endmacro %}

{# The first fifteen of the eighteen digits of a ticket number, exactly. #}
{% macro first_fifteen(ticket) -%}
    {{ return(adapter.dispatch('first_fifteen', 'sanfang')(ticket)) }}
{%- endmacro %}

{% macro duckdb__first_fifteen(ticket) -%}
    ({{ ticket }} // 1000)
{%- endmacro %}

{# No id at all, of the type that ids have. #}
{% macro no_id() -%}
    {{ return(adapter.dispatch('no_id', 'sanfang')()) }}
{%- endmacro %}

{% macro duckdb__no_id() -%}
    cast(null as uhugeint)
{%- endmacro %}

{# An id read back from its text. Hexadecimal both ways: decimal text of 128 bits costs a thousand times as much. #}
{% macro id_from_text(column) -%}
    {{ return(adapter.dispatch('id_from_text', 'sanfang')(column)) }}
{%- endmacro %}

{% macro duckdb__id_from_text(column) -%}
    {%- set padded = "lpad(" ~ column ~ ", 32, '0')" -%}
    cast(cast('0x' || substr({{ padded }}, 1, 16) as ubigint) as uhugeint) * cast('18446744073709551616' as uhugeint)
        + cast('0x' || substr({{ padded }}, 17, 16) as ubigint)
{%- endmacro %}
