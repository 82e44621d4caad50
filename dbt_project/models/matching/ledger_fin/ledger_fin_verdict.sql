{% call bundle_verdict('ledger_fin') %}{{ ledger_fin_cause() }}{% endcall %}
left join {{ ref('side_income') }} as extra
    on line.region_code = extra.region_code
    and line.fund_code = extra.fund_code
    and line.period = extra.period
