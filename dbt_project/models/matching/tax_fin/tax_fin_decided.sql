{{ decided_causes('tax_fin') }}
