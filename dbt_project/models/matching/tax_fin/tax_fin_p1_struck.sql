{{ match_pass() }}
