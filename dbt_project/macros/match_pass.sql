{# One pass of a leg. The model's name is its row in seeds/match_passes.csv, which says what the pass does; its place in
   the variable `match_passes` says which pass went before. It takes the units which that pass has left and returns them
   all: linked ones with their outcome and no keys, the others as they came, for the next pass. #}
{% macro match_pass(reference=none) -%}
    {%- set leg = model_leg(model.name) -%}
    {%- set unit = ref(leg ~ '_unit') -%}
    {%- set before = pass_before(leg, model.name) -%}
    {%- set pool = ref(before) if before else unit -%}
    {%- set passes = ref('match_passes') -%}
    {%- if execute -%}
        {%- set row = pass_row(passes, model.name) -%}
        {%- set columns = adapter.get_columns_in_relation(unit) | map(attribute='name') | list -%}
        {%- set keys = ['region_code'] + (row.key_columns.split(';') if row.key_columns else []) -%}
with pool as (
    select {{ columns | join(', ') }}
    from {{ pool }}
    {%- if before %}
    where verdict is null
    {%- endif %}
),

{{ pass_links(row, keys, unit, reference) }}

select
    pool.unit_id,
    pool.side,
    {%- for column in columns if column not in ('unit_id', 'side') %}
    case when link.unit_id is null then pool.{{ column }} end as {{ column }},
    {%- endfor %}
    link.group_id,
    link.related_id,
    link.opened_period,
    link.cleared_period,
    case when link.unit_id is not null then '{{ row.verdict }}' end as verdict
from pool
left join link
    on pool.unit_id = link.unit_id
    {%- endif -%}
{%- endmacro %}

{# The kind of a pass chooses the rows `link`: unit_id, group_id, related_id, opened_period, cleared_period. #}
{% macro pass_links(row, keys, unit, reference) -%}
    {%- if row.kind in ('pair', 'even_pair') -%}
        {{ link_pairs(keys, row.window_days, row.kind == 'even_pair', row.condition.split(';') if row.condition else [], row.guard) }}
    {%- elif row.kind == 'cancel' -%}
        {{ link_cancelled(keys, row.condition) }}
    {%- elif row.kind == 'mark' -%}
        {{ link_marked(row.condition) }}
    {%- elif row.kind == 'surplus' -%}
        {{ link_surplus(keys, unit, reference) }}
    {%- elif row.kind == 'refund' -%}
        {{ link_refunds(keys, unit, row.condition) }}
    {%- elif row.kind == 'span' -%}
        {{ link_spans(keys) }}
    {%- elif row.kind == 'repeat' -%}
        {{ link_repeats(keys, reference) }}
    {%- elif row.kind == 'bundle' -%}
        {{ link_bundles(keys, row.condition, row.window_days) }}
    {%- elif row.kind == 'zero_sum' -%}
        {{ link_zero_sums(keys) }}
    {%- elif row.kind == 'scaled' -%}
        {{ link_scaled(keys, row.window_days, row.guard) }}
    {%- elif row.kind == 'unknown_payer' -%}
        {{ link_unknown_payers(unit, reference) }}
    {%- else -%}
        {{ link_groups(keys, row.window_days, row.kind, row.condition, row.guard) }}
    {%- endif -%}
{%- endmacro %}

{# The leg of a pass: the entry of the variable that holds its name. #}
{% macro model_leg(name) -%}
    {%- set found = [] -%}
    {%- for leg, passes in var('match_passes').items() if name in passes -%}{%- do found.append(leg) -%}{%- endfor -%}
    {%- if not found -%}
        {{ exceptions.raise_compiler_error(name ~ ' is no entry of the variable match_passes in dbt_project.yml') }}
    {%- endif -%}
    {{ return(found[0]) }}
{%- endmacro %}

{% macro pass_before(leg, name) -%}
    {%- set passes = var('match_passes')[leg] -%}
    {%- set place = passes.index(name) -%}
    {{ return(passes[place - 1] if place else none) }}
{%- endmacro %}

{# The pass's row of the seed. #}
{% macro pass_row(passes, name) -%}
    {%- set found = run_query("select kind, keys, condition, guard, window_days, verdict from " ~ passes ~ " where model = '" ~ name ~ "'") -%}
    {%- if found.rows | length != 1 -%}
        {{ exceptions.raise_compiler_error(name ~ ' needs exactly one row in seeds/match_passes.csv') }}
    {%- endif -%}
    {%- set first = found.rows[0] -%}
    {{ return({'kind': first[0], 'key_columns': first[1], 'condition': first[2],
               'guard': first[3].split(';') if first[3] else [], 'window_days': first[4], 'verdict': first[5]}) }}
{%- endmacro %}

{% macro all_present(columns, prefix='') -%}
    {%- for column in columns %}{{ prefix }}{{ column }} is not null{% if not loop.last %} and {% endif %}{% endfor -%}
{%- endmacro %}

{% macro same(left, right, columns) -%}
    {%- for column in columns %}{{ left }}.{{ column }} = {{ right }}.{{ column }}{% if not loop.last %} and {% endif %}{% endfor -%}
{%- endmacro %}
