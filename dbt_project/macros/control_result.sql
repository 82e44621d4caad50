{# The columns that every control returns. `holds` decides; a control that is soft warns instead of failing, and one
   with a `tolerable` condition warns where that holds and fails elsewhere. #}
{% macro control_result(control_id, holds, measured, expected, evidence, soft=false, fund_code='fund_code', tolerable=none) -%}
    cast('{{ control_id }}' as string) as control_id,
    region_code,
    {{ fund_code }} as fund_code,
    period,
    case when {{ holds }} then 'pass'{% if tolerable %} when {{ tolerable }} then 'warn'{% endif %} else '{{ 'warn' if soft else 'fail' }}' end as status,
    cast({{ measured }} as decimal(28, 6)) as measured,
    cast({{ expected }} as decimal(28, 6)) as expected,
    cast({{ evidence }} as string) as evidence
{%- endmacro %}

{# A month-end balance that should be zero: one row per fund and month of the books. #}
{% macro zero_balance_control(control_id, account_code, soft) -%}
with balance as (
    select
        region_code,
        fund_code,
        period,
        cast(sum(case when account_code = '{{ account_code }}' then closing_balance else 0 end) as decimal(28, 2)) as closing_balance,
        min(case when account_code = '{{ account_code }}' then record_key end) as record_key
    from {{ ref('stg_ss_ledger') }}
    group by region_code, fund_code, period
)

select
    {{ control_result(control_id, 'closing_balance = 0', 'closing_balance', '0', "coalesce('ss_ledger ' || record_key, '账上无 " ~ account_code ~ " 科目')", soft) }}
from balance
{%- endmacro %}
