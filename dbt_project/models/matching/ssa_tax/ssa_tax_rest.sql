-- What the exact pass on the ticket leaves, a few lines in a hundred: all further passes start from here.
{{ units_rest('ssa_tax') }}
