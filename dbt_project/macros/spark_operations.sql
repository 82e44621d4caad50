{# Spark only, before a build: nothing is left of an earlier one but typed lines, and not those either if it is `whole`;
   the landing zone is declared. #}
{% macro begin_build(whole) -%}
    {%- if execute and target.type == 'spark' -%}
        {%- set schemas = [] -%}
        {%- for node in graph.nodes.values() if node.resource_type in ('model', 'seed') and node.schema not in schemas and (whole or node.config.schema != 'typed') -%}
            {%- do schemas.append(node.schema) -%}
            {%- do run_query('drop schema if exists ' ~ node.schema ~ ' cascade') -%}
        {%- endfor -%}
        {{ register_sources() }}
    {%- endif -%}
{%- endmacro %}

{# The files of `_sources.yml` as external tables. Names of folders (region=…, period=…) stay names of folders: the columns
   are those of the declaration, by name. #}
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

{# Spark only: models as Parquet in a folder, for readers that are no Spark. `layer`: one schema, or all of them. #}
{% macro export_models(folder, layer='', views_only=false) -%}
    {%- if execute and target.type == 'spark' -%}
        {%- for node in graph.nodes.values() if node.resource_type == 'model' -%}
            {%- set schema = node.config.schema -%}
            {%- if layer in ('', schema) and (not views_only or node.config.materialized == 'view') -%}
                {%- do run_query("insert overwrite directory '" ~ folder ~ '/' ~ schema ~ '/' ~ node.name ~ "' using parquet select * from " ~ node.schema ~ '.' ~ node.alias) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{# Spark only: readers on the platform see the marts through views of their own schema. A build never touches what the views
   show; this turns them, one after the other, to the tables that the build has finished. #}
{% macro point_readers(schema) -%}
    {%- if execute and target.type == 'spark' -%}
        {%- do run_query('create schema if not exists ' ~ schema) -%}
        {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.config.schema == 'marts' -%}
            {%- set shown = 'select * from ' ~ node.schema ~ '.' ~ node.alias -%}
            {#- `create or replace view` drops the view first, and a reader would miss it; `alter view` changes it in place -#}
            {%- do run_query('create view if not exists ' ~ schema ~ '.' ~ node.name ~ ' as ' ~ shown) -%}
            {%- do run_query('alter view ' ~ schema ~ '.' ~ node.name ~ ' as ' ~ shown) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
