-- What the pairs of the exact pass on the ticket leave, a few lines in a hundred: everything further starts from here.
{{ units_rest('ssa_tax') }}
