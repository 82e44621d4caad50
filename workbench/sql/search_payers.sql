-- Payers (organisations) by name, code or number.
select region_code, payer_key, uscc, employer_no, payer_name, first_period, last_period
from marts.dim_payer
where payer_key = $text or uscc = $text or employer_no = $text or contains(payer_name, $text)
order by payer_name, region_code, payer_key
limit 30
