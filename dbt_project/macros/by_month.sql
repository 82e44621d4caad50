{# Typed lines are kept from one build to the next, month by month (ADR 0071). A month is typed again when one of its files
   came, went or was restated, or when it has not all rows of its files. Rows: region and month of what is to be typed again,
   with each file that counts there now; a month of which nothing counts any more has no file. #}
{% macro changed_months() -%}
    {%- set query -%}
        with wanted as (
            select
                landed_file.region_code,
                landed_file.period,
                landed_file.source_file_id,
                source_file.rows - source_file.reject_rows as row_count
            from {{ ref('stg_landed_file') }} as landed_file
            inner join {{ source('landing', 'source_file') }} as source_file
                on landed_file.source_file_id = source_file.source_file_id
            where landed_file.dataset = '{{ model.name | replace("stg_", "") }}'
        ),

        kept as (
            select region_code, period, source_file_id, count(*) as row_count
            from {{ this }}
            group by region_code, period, source_file_id
        ),

        changed as (
            select distinct
                coalesce(wanted.region_code, kept.region_code) as region_code,
                coalesce(wanted.period, kept.period) as period
            from wanted
            full join kept
                on wanted.source_file_id = kept.source_file_id
            where coalesce(wanted.row_count, -1) <> coalesce(kept.row_count, 0)
        )

        select changed.region_code, changed.period, wanted.source_file_id
        from changed
        left join wanted
            on changed.region_code = wanted.region_code
            and changed.period = wanted.period
        order by changed.region_code, changed.period, wanted.source_file_id
    {%- endset -%}
    {{ return(run_query(query).rows) }}
{%- endmacro %}

{# In a model that is kept: only the files of months that are typed again. The names stand in the query, so that an engine
   leaves the other files of the landing zone closed. #}
{% macro in_changed_months(rows) -%}
    {%- if is_incremental() -%}
        {%- set files = sanfang.changed_months() | map(attribute='source_file_id') | select | list -%}
        {%- if files %} and {{ rows }}.source_file_id in ('{{ files | join("', '") }}')
        {%- else %} and 1 = 0
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{# Before a model that is kept takes its new rows: what has to go first, see `forget_months` of each engine. #}
{% macro forget_changed_months() -%}
    {%- if is_incremental() -%}
        {%- set months = sanfang.changed_months() -%}
        {%- if months | length > 0 -%}{{ sanfang.forget_months(months) }}{%- endif -%}
    {%- endif -%}
{%- endmacro %}
