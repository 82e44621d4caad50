{{ decided_causes('ssa_tax') }}
