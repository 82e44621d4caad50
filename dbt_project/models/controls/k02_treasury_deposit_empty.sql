-- Soft: money may lie in the treasury over a month end; it then must be explained batch by batch.
{{ zero_balance_control('K02', '1005', soft=true) }}
