(select *, cast(null as varchar) as owner, false as is_open, cast(0 as decimal(28, 2)) as difference from marts.fct_reconciliation_line) as line
