{{ leg_outcome('ledger_fin') }}
