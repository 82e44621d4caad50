contains(record_key, $q)
or contains(payer_key, upper($q))
or abs(amount) = abs(try_cast(replace($q, ',', '') as decimal(18, 2)))
or payer_key in (select payer_key from marts.dim_payer where contains(payer_name, $q) or contains(uscc, upper($q)) or employer_no = $q)
