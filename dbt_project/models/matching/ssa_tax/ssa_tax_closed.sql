{{ closed_units('ssa_tax') }}
