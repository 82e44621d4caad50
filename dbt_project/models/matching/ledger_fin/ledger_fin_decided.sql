{{ decided_causes('ledger_fin') }}
