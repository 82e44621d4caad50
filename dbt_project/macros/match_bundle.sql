{# The left units of one bundle, added up, against one right unit of that amount: both alone in their window. #}
{% macro link_bundles(keys, bundle, window_days) -%}
bundled as (
    select
        side, {{ keys | join(', ') }}, {{ bundle }} as bundle,
        {{ set_id('unit_id') }} as bundle_id,
        min(work_no) as work_no, min(period) as opened_period, max(period) as cleared_period,
        cast(sum(amount) as decimal(28, 2)) as amount
    from pool
    where side = 'L' and {{ all_present(keys + [bundle]) }}
    group by side, {{ keys | join(', ') }}, {{ bundle }}
),

candidate as (
    select
        bundled.bundle_id, bundled.bundle, {{ keys | join(', ') }}, pool.unit_id as right_id,
        bundled.opened_period, bundled.cleared_period, pool.period,
        count(*) over (partition by bundled.bundle_id) as by_left,
        count(*) over (partition by pool.unit_id) as by_right
    from bundled
    inner join pool using ({{ keys | join(', ') }}, amount)
    where pool.side = 'R'
        and pool.work_no >= bundled.work_no and pool.work_no <= bundled.work_no + {{ window_days }}
),

pair as (
    select
        bundle, {{ keys | join(', ') }}, right_id, {{ pair_id('bundle_id', 'right_id') }} as group_id,
        least(opened_period, period) as opened_period, greatest(cleared_period, period) as cleared_period
    from candidate
    where by_left = 1 and by_right = 1
),

link as (
    select right_id as unit_id, group_id, right_id as related_id, opened_period, cleared_period from pair
    union all
    select pool.unit_id, pair.group_id, pair.right_id as related_id, pair.opened_period, pair.cleared_period
    from pool
    inner join pair
        on {{ same('pool', 'pair', keys) }}
        and pool.{{ bundle }} = pair.bundle
    where pool.side = 'L'
)
{%- endmacro %}
