{{ closed_units('ssa_fin_benefit') }}
