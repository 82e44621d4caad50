{{ match_pass(ref('decision_link')) }}
