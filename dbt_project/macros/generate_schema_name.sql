{# Schemas carry the layer's plain name (staging, marts, …). On a platform that others use too, an installation puts a
   prefix of its own before them all. Typed lines outlive a build, so their schema is none of the two that builds fill in turn. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- if custom_schema_name == 'typed' -%}
        {{ env_var('SANFANG_TYPED_PREFIX', '') }}typed
    {%- elif custom_schema_name -%}
        {{ env_var('SANFANG_SCHEMA_PREFIX', '') }}{{ custom_schema_name | trim }}
    {%- else -%}
        {{ target.schema | trim }}
    {%- endif -%}
{%- endmacro %}
