{# Records of one dataset that a restated file added, removed or changed. Repeated keys are compared as a group. #}
{% macro version_difference(dataset, shape) -%}
    {%- set key = row_text('landed_row', shape['key']) -%}
    {%- set amount = to_money('landed_row.' ~ shape['amount']) if shape['amount'] else 'cast(null as decimal(18, 2))' -%}
    select
        '{{ dataset }}' as dataset,
        pair.source_file_id,
        pair.prior_source_file_id,
        {{ key }} as record_key,
        cast(sum(case when landed_row.source_file_id = pair.source_file_id then {{ amount }} end) as decimal(28, 2)) as amount,
        cast(sum(case when landed_row.source_file_id = pair.prior_source_file_id then {{ amount }} end) as decimal(28, 2)) as prior_amount,
        min(case when landed_row.source_file_id = pair.source_file_id then landed_row.source_row end) as source_row,
        min(case when landed_row.source_file_id = pair.prior_source_file_id then landed_row.source_row end) as prior_source_row,
        {{ joined("case when landed_row.source_file_id = pair.source_file_id then " ~ row_text('landed_row', shape['columns']) ~ " end") }} as content,
        {{ joined("case when landed_row.source_file_id = pair.prior_source_file_id then " ~ row_text('landed_row', shape['columns']) ~ " end") }} as prior_content
    from {{ source('landing', dataset) }} as landed_row
    inner join {{ ref('stg_version_pair') }} as pair
        on landed_row.source_file_id in (pair.source_file_id, pair.prior_source_file_id)
    group by pair.source_file_id, pair.prior_source_file_id, {{ key }}
{%- endmacro %}
