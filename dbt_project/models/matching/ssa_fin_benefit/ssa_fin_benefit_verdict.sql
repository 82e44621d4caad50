{{ line_verdict('ssa_fin_benefit') }}
