{# A bulk pass (variable `bulk_passes`) pairs nearly all lines of its leg. At that size rows cost more than matching, so it
   writes one narrow row per pair, and the few units that it and the passes before it leave are a table of their own,
   `<leg>_rest`, from which the next pass goes on. Its verdict must be `matched`, its keys hold the fund, and its units say their
   month as a number (`month_no`). #}
{% macro bulk_pass() -%}
    {%- set leg = model_leg(model.name) -%}
    {%- set passes = ref('match_passes') -%}
    {%- set pool = units_left(leg, var('match_passes')[leg].index(model.name)) -%}
    {%- if execute -%}
        {%- set row = pass_row(passes, model.name) -%}
        {%- if row.kind != 'pair' or row.verdict != 'matched' or 'fund_code' not in row.key_columns.split(';') -%}
            {{ exceptions.raise_compiler_error(model.name ~ ': a bulk pass pairs lines of one fund that agree') }}
        {%- endif -%}
        {%- set keys = ['region_code'] + row.key_columns.split(';') -%}
with pool as {{ inlined() }} (
    {{ pool }}
),

{{ find_pairs(keys, row.window_days, false, [], row.guard, ['region_code', 'fund_code', 'amount'], 'month_no') }}

select region_code, fund_code, amount, left_id, right_id, left_month, right_month
from pair
    {%- endif -%}
{%- endmacro %}

{% macro is_bulk(pass) -%}
    {{ return(pass in var('bulk_passes').values()) }}
{%- endmacro %}

{# The units of a leg that its bulk pass and everything before it have left. #}
{% macro units_rest(leg) -%}
    {%- set bulk = var('bulk_passes')[leg] -%}
    {{ units_left(leg, var('match_passes')[leg].index(bulk), paired=bulk) }}
{%- endmacro %}

{# Both lines of every pair as `leg_outcome` shows units. What only differences need is left empty. #}
{% macro bulk_outcome(pass, columns) -%}
    {%- for side, own, other, month in [('L', 'left_id', 'right_id', 'left_month'), ('R', 'right_id', 'left_id', 'right_month')] %}
    select
        {%- for column in columns %}
        {% if column == 'unit_id' %}{{ own }} as unit_id
        {%- elif column == 'side' %}'{{ side }}' as side
        {%- elif column == 'period' %}cast({{ month }} as string) as period
        {%- elif column in ('region_code', 'fund_code', 'amount') %}{{ column }}
        {%- else %}null as {{ column }}{% endif %},
        {%- endfor %}
        {{ pair_id('left_id', 'right_id') }} as group_id, {{ other }} as related_id,
        {{ pair_period('least') }} as opened_period, {{ pair_period('greatest') }} as cleared_period,
        'matched' as verdict, '{{ pass }}' as rule
    from {{ ref(pass) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}
