{{ line_verdict('ledger_fin') }}
