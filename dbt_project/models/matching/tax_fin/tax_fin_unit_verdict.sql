{% call unit_verdict('tax_fin') %}{{ tax_fin_cause() }}{% endcall %}
