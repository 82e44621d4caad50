{% call unit_verdict('ledger_fin') %}{{ ledger_fin_cause() }}{% endcall %}
left join {{ ref('kept_elsewhere') }} as extra
    on outcome.region_code = extra.region_code
    and outcome.fund_code = extra.fund_code
    and outcome.period = extra.period
left join {{ ref('detail_difference') }} as detail
    on outcome.account_code = detail.account_code
    and outcome.region_code = detail.region_code
    and outcome.fund_code = detail.fund_code
    and outcome.period = detail.period
