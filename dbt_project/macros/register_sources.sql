{# Spark only: the files of `_sources.yml` as external tables, one `dbt run-operation register_sources` before a build.
   Names of folders (region=…, period=…) stay names of folders: the columns are those of the declaration, by name. #}
{% macro register_sources() -%}
    {%- if execute and target.type == 'spark' -%}
        {%- for node in graph.sources.values() -%}
            {%- set columns = [] -%}
            {%- for column in node.columns.values() -%}{%- do columns.append(column.name ~ ' ' ~ column.data_type) -%}{%- endfor -%}
            {%- set table = node.schema ~ '.' ~ node.name -%}
            {%- set place = source_meta(node, 'folder') -%}
            {%- do run_query('create schema if not exists ' ~ node.schema) -%}
            {%- do run_query('drop table if exists ' ~ table) -%}
            {%- do run_query("create table " ~ table ~ " (" ~ columns | join(', ') ~ ") using parquet options (recursiveFileLookup 'true', pathGlobFilter '"
                ~ source_meta(node, 'files') ~ "') location '" ~ place ~ "'") -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{# What a source says of itself, or what is said of all sources of its name, with its own name put in. #}
{% macro source_meta(node, key) -%}
    {%- set given = node.meta.get(key) or node.config.meta.get(key) or node.source_meta.get(key) -%}
    {{ return(given | replace('{name}', node.name)) }}
{%- endmacro %}
