{{ zero_balance_control('K01', '1002', soft=false) }}
