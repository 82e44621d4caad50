{% call unit_verdict('ssa_fin_benefit') %}{{ ssa_fin_benefit_cause() }}{% endcall %}
