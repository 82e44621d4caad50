{{ closed_units('ledger_fin') }}
