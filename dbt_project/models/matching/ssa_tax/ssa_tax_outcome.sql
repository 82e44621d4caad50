{{ leg_outcome('ssa_tax') }}
