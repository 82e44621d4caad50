{# Landing has rejected what is no number, date or code. A NULL here means that the two disagree. #}
{% test typed_or_rejected(model, columns) %}
    select source_file_id, source_row
    from {{ model }}
    where {% for column in columns %}{{ column }} is null{% if not loop.last %} or {% endif %}{% endfor %}
{% endtest %}
