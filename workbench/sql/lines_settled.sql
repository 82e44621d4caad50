(select *, cast(null as varchar) as owner, false as is_open, 0.00 as difference from marts.fct_reconciliation_line) as line
