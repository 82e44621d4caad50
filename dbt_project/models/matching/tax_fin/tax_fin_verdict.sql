{{ line_verdict('tax_fin') }}
