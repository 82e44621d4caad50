{{ match_pass(reference=ref('ssa_tax_assessed')) }}
