{# A payer is its organisation code: characters 9-17 of a USCC (GB 32100), the last nine of the older 15-character
   taxpayer number. Anything else stands for itself, so that it can match nothing by accident. #}
{% macro payer_key(identifier) -%}
    case
        when length({{ identifier }}) = 18 then substr({{ identifier }}, 9, 9)
        when length({{ identifier }}) = 15 then substr({{ identifier }}, 7, 9)
        else {{ identifier }}
    end
{%- endmacro %}
