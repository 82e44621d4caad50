{{ decided_causes('ssa_fin_benefit') }}
