{# One pass of a leg. The model's name is its row in seeds/match_passes.csv, which says what the pass does; its place in
   the variable `match_passes` says which passes went before. It takes the units which those have left and returns what it
   links; every sixth returns the rest too, from which the next go on. Linked units keep only what verdicts need: long keys
   written once more would cost more than the matching. #}
{% macro match_pass(reference=none) -%}
    {%- if is_bulk(model.name) -%}{{ return(bulk_pass()) }}{%- endif -%}
    {%- set leg = model_leg(model.name) -%}
    {%- set unit = ref(leg ~ '_unit') -%}
    {%- set passes = ref('match_passes') -%}
    {%- set pool = units_left(leg, var('match_passes')[leg].index(model.name)) -%}
    {%- if execute -%}
        {%- set row = pass_row(passes, model.name) -%}
        {%- set keys = ['region_code'] + (row.key_columns.split(';') if row.key_columns else []) -%}
        {%- set links_only = keeps_links_only(model.name) -%}
with pool as {{ inlined() }} (
    {{ pool }}
),

{{ pass_links(row, keys, unit, reference) }}

select
    {%- for column in unit_columns(leg) %}
    {%- if column in kept_columns() %}
    pool.{{ column }},
    {%- elif not links_only %}
    case when link.unit_id is null then pool.{{ column }} end as {{ column }},
    {%- endif %}
    {%- endfor %}
    link.group_id,
    link.related_id,
    link.opened_period,
    link.cleared_period,
    {% if row.kind == 'decided' %}link.verdict{% else %}case when link.unit_id is not null then '{{ row.verdict }}' end{% endif %} as verdict
from pool
{{ 'inner' if links_only else 'left' }} join link
    on pool.unit_id = link.unit_id
    {%- endif -%}
{%- endmacro %}

{# What every verdict needs of a unit, linked or not. #}
{% macro kept_columns() -%}
    {{ return(['unit_id', 'side', 'region_code', 'fund_code', 'amount', 'period', 'work_no', 'kind', 'is_waiting', 'account_code']) }}
{%- endmacro %}

{# People's decisions (P0) and passes inside one party (P1) link the least, so they never copy the rest. #}
{% macro keeps_links_only(pass) -%}
    {{ return('_p0_' in pass or '_p1_' in pass or var('match_passes')[model_leg(pass)].index(pass) % 6 != 5) }}
{%- endmacro %}

{# The units that the first `count` passes of a leg have left; `paired`: those of these pairs are gone too. #}
{% macro units_left(leg, count, paired=none) -%}
    {%- set names = var('match_passes')[leg][:count] -%}
    {%- set whole = [] -%}
    {%- for name in names if is_bulk(name) or not keeps_links_only(name) -%}{%- do whole.append(name) -%}{%- endfor -%}
    {%- set is_rest = whole != [] and is_bulk(whole[-1]) -%}
    {%- set paired = leg ~ '_rest_pair' if is_rest else paired -%}
    {%- set start = names.index(whole[-1]) + 1 if whole else 0 -%}
    {%- set columns = unit_columns(leg) if execute else ['unit_id'] -%}
    {%- set links = names[start:] if whole else [leg ~ '_closed'] + names[start:] %}
    select {% for column in columns %}rest.{{ column }}{% if not loop.last %}, {% endif %}{% endfor %}
    from {{ ref(leg ~ '_rest') if is_rest else ref(whole[-1]) if whole else ref(leg ~ '_unit') }} as rest
    {%- if links or paired %}
    {{ anti_join() }} (
        {%- for name in links %}
        select unit_id from {{ ref(name) }}
        {%- if paired or not loop.last %}
        union all
        {%- endif %}
        {%- endfor %}
        {%- if paired %}
        select left_id as unit_id from {{ ref(paired) }}
        union all
        select right_id as unit_id from {{ ref(paired) }}
        {%- endif %}
    ) as gone
        on rest.unit_id = gone.unit_id
    {%- endif %}
    {%- if whole and not is_rest %}
    where rest.verdict is null
    {%- endif %}
{%- endmacro %}

{% macro unit_columns(leg) -%}
    {#- `adapter.get_columns_in_relation` would build dbt's whole context of macros once more, for every pass -#}
    {{ return(run_query('select * from ' ~ ref(leg ~ '_unit') ~ ' limit 0').column_names | list) }}
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
    {%- elif row.kind == 'decided' -%}
        {{ link_decided(reference) }}
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
