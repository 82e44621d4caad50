-- Pairs of the exact pass on the ticket where more than one line of a side has the same keys and amount.
{{ bulk_rest_pairs('ssa_tax') }}
