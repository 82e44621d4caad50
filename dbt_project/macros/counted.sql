{# The rows of a dataset that count: of the current version, of a month in scope, not rejected at landing. `rows` has their
   typed columns, `source_file_id` and `source_row`; region and month come with the file.
   Every staging model goes through it, so that no model can forget one of the three. Typing comes first on purpose: what
   is read from Parquet as a dictionary is typed once for each distinct value, and a join would unfold it. #}
{% macro counted(rows) -%}
    select
        {{ rows }}.*,
        landed_file.region_code,
        landed_file.period
    from {{ rows }}
    inner join {{ ref('stg_landed_file') }} as landed_file
        on {{ rows }}.source_file_id = landed_file.source_file_id
    where not exists (
        select 1
        from {{ ref('stg_row_finding') }} as finding
        where finding.severity = 'reject'
            and finding.source_file_id = {{ rows }}.source_file_id
            and finding.source_row = {{ rows }}.source_row
    )
    {{- in_changed_months(rows) }}
{%- endmacro %}
