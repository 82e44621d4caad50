{{ closed_units('tax_fin') }}
