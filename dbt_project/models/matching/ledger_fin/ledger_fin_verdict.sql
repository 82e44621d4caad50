{% call bundle_verdict('ledger_fin') %}{{ ledger_fin_cause() }}{% endcall %}
left join {{ ref('kept_elsewhere') }} as extra
    on line.region_code = extra.region_code
    and line.fund_code = extra.fund_code
    and line.period = extra.period
left join {{ ref('detail_difference') }} as detail
    on line.account_code = detail.account_code
    and line.region_code = detail.region_code
    and line.fund_code = detail.fund_code
    and line.period = detail.period
