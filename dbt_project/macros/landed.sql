{# The rows of a dataset that count: of the current version, of a month in scope, not rejected at landing.
   Every staging model starts from it, so that no model can forget one of the three. #}
{% macro landed(dataset) -%}
    select
        landed_row.*,
        landed_file.region_code,
        landed_file.period
    from {{ source('landing', dataset) }} as landed_row
    inner join {{ ref('stg_landed_file') }} as landed_file
        on landed_row.source_file_id = landed_file.source_file_id
    where not exists (
        select 1
        from {{ ref('stg_row_finding') }} as finding
        where finding.severity = 'reject'
            and finding.source_file_id = landed_row.source_file_id
            and finding.source_row = landed_row.source_row
    )
{%- endmacro %}
