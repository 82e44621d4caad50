{# A bulk pass (variable `bulk_passes`) pairs nearly all lines of its leg. At that size rows cost more than matching, so it
   writes one narrow row per pair, of the classes with one unit on each side. What it and the passes before it leave is a
   table of its own, `<leg>_rest`; classes of several units are paired from there (`<leg>_rest_pair`), and the next pass goes
   on from what is left then. The verdict must be `matched`, the keys hold the fund, units say their month as a number. #}
{% macro bulk_pass() -%}
    {%- set leg = model_leg(model.name) -%}
    {%- set pool = units_left(leg, var('match_passes')[leg].index(model.name)) -%}
    {%- set row = bulk_row(leg) -%}
    {%- if execute -%}
        {%- set class = ['region_code'] + row.key_columns.split(';') + ['amount'] -%}
with pool as (
    {{ pool }}
)

select
    region_code, fund_code, amount,
    min(case when side = 'L' then unit_id end) as left_id,
    min(case when side = 'R' then unit_id end) as right_id,
    min(case when side = 'L' then month_no end) as left_month,
    min(case when side = 'R' then month_no end) as right_month
from pool
where {{ all_present(class) }}
group by {{ class | join(', ') }}
having count(*) = 2
    and min(case when side = 'L' then unit_id end) is not null
    and min(case when side = 'R' then unit_id end) is not null
    {%- endif -%}
{%- endmacro %}

{# The pairs of the bulk pass in classes of several units, by ordinal: all members of such a class are in the rest. #}
{% macro bulk_rest_pairs(leg) -%}
    {%- set pool = ref(leg ~ '_rest') -%}
    {%- set row = bulk_row(leg) -%}
    {%- if execute -%}
with pool as (
    select * from {{ pool }}
),

{{ find_pairs(['region_code'] + row.key_columns.split(';'), none, false, [], [], ['region_code', 'fund_code', 'amount']) }}

select region_code, fund_code, amount, left_id, right_id, left_month, right_month
from pair
    {%- endif -%}
{%- endmacro %}

{# The row of the leg's bulk pass. #}
{% macro bulk_row(leg) -%}
    {%- set name = var('bulk_passes')[leg] -%}
    {%- set passes = ref('match_passes') -%}
    {%- if execute -%}
        {%- set row = pass_row(passes, name) -%}
        {%- if row.kind != 'pair' or row.verdict != 'matched' or row.guard or row.window_days or 'fund_code' not in row.key_columns.split(';') -%}
            {{ exceptions.raise_compiler_error(name ~ ': a bulk pass pairs lines of one fund that agree') }}
        {%- endif -%}
        {{ return(row) }}
    {%- endif -%}
{%- endmacro %}

{% macro is_bulk(pass) -%}
    {{ return(pass in var('bulk_passes').values()) }}
{%- endmacro %}

{# The units of a leg that the pairs of its bulk pass and everything before it have left. #}
{% macro units_rest(leg) -%}
    {%- set bulk = var('bulk_passes')[leg] -%}
    {{ units_left(leg, var('match_passes')[leg].index(bulk), paired=bulk) }}
{%- endmacro %}

{# Both lines of every pair as `leg_outcome` shows units. What only differences need is left empty. #}
{% macro bulk_outcome(pass, columns) -%}
    {%- for side, own, other, month, pairs in [
        ('L', 'left_id', 'right_id', 'left_month', pass), ('R', 'right_id', 'left_id', 'right_month', pass),
        ('L', 'left_id', 'right_id', 'left_month', model_leg(pass) ~ '_rest_pair'), ('R', 'right_id', 'left_id', 'right_month', model_leg(pass) ~ '_rest_pair'),
    ] %}
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
    from {{ ref(pairs) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
{%- endmacro %}
