{# A ratio is a number or NULL. inf and nan pass not_null, so they get a test of their own. #}
{% test finite(model, column_name) %}
    select {{ column_name }}
    from {{ model }}
    where cast({{ column_name }} as {{ dbt.type_string() }}) in ('inf', '-inf', 'nan', 'Infinity', '-Infinity', 'NaN')
{% endtest %}
