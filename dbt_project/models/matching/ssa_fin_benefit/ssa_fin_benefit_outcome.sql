{{ leg_outcome('ssa_fin_benefit') }}
