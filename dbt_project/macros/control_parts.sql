{# Limits of a control are columns of its row in the seed, so that a region can set its own without a change of SQL. #}
{% macro at_most(control_id) -%}
    (select max(at_most) from {{ ref('control') }} where control_id = '{{ control_id }}')
{%- endmacro %}

{% macro at_least(control_id) -%}
    (select max(at_least) from {{ ref('control') }} where control_id = '{{ control_id }}')
{%- endmacro %}

{# Months since year 0, so that ages in months are a difference. #}
{% macro month_no(period) -%}
    (cast(substr({{ period }}, 1, 4) as integer) * 12 + cast(substr({{ period }}, 5, 2) as integer))
{%- endmacro %}

{# Every fund and complete month of a region: what a control reports on although nothing happened in it. #}
{% macro complete_month() -%}
    select
        scope.region_code,
        fund.fund_code,
        scope.period,
        {{ month_no('scope.period') }} as month_no,
        cast({{ dbt.last_day(to_date("concat_ws('', scope.period, '01')"), 'month') }} as date) as month_end
    from {{ ref('stg_period_scope') }} as scope
    cross join {{ ref('dim_fund') }} as fund
    where scope.state = 'complete'
{%- endmacro %}

{# A share in percent as text: 0.995 → 99.50%. #}
{% macro percent_text(ratio) -%}
    concat_ws('', cast(cast({{ ratio }} * 100 as decimal(18, 2)) as string), '%')
{%- endmacro %}

{# Two indicators of the monthly statistics: how many of `total` were `good`. No row where there was none. #}
{% macro statistic_share(total, good) -%}
    select
        region_code,
        fund_code,
        period,
        cast(sum(case when indicator = '{{ total }}' then value else 0 end) as decimal(28, 2)) as total,
        cast(sum(case when indicator = '{{ good }}' then value else 0 end) as decimal(28, 2)) as good
    from {{ ref('stg_ss_statistics') }}
    where indicator in ('{{ total }}', '{{ good }}')
    group by region_code, fund_code, period
    having sum(case when indicator = '{{ total }}' then value else 0 end) > 0
{%- endmacro %}

{# The year's goal for an indicator whose name contains `words`, one row per fund, as the number that people wrote. #}
{% macro yearly_goal(words) -%}
    select
        region_code,
        fund_code,
        goal_year,
        max({{ to_money('target') }}) as target
    from {{ ref('stg_fin_performance_goal') }}
    where level_3 like '%{{ words }}%'
    group by region_code, fund_code, goal_year
{%- endmacro %}

{# Journal lines of one side against the items allowed there. A known item of the other side, or a payee other than the
   item's own, is `odd`; an item that nobody knows is `unknown`. #}
{% macro journal_side(side) -%}
    select
        journal.region_code,
        journal.fund_code,
        journal.period,
        cast(count(*) as bigint) as lines,
        cast(sum(case when kind.item is null then abs(journal.{{ side }}) else 0 end) as decimal(28, 2)) as unknown_amount,
        cast(sum(case when kind.side <> '{{ side }}' then abs(journal.{{ side }}) else 0 end) as decimal(28, 2)) as misplaced_amount,
        cast(sum(case when {{ is_wrong_payee(side) }} then abs(journal.{{ side }}) else 0 end) as decimal(28, 2)) as wrong_payee_amount,
        {{ joined("case when kind.item is null or kind.side <> '" ~ side ~ "' or (" ~ is_wrong_payee(side) ~ ") then concat_ws('', journal.record_key, ' ', journal.item) end") }} as record_keys
    from {{ ref('stg_fin_special_account') }} as journal
    left join {{ ref('journal_item') }} as kind
        on journal.item = kind.item
    where journal.{{ side }} <> 0
    group by journal.region_code, journal.fund_code, journal.period
{%- endmacro %}

{% macro is_wrong_payee(side) -%}
    kind.side = '{{ side }}' and coalesce(journal.counterparty not like concat_ws('', '%', kind.counterparty, '%'), false)
{%- endmacro %}
