{{ leg_outcome('tax_fin') }}
