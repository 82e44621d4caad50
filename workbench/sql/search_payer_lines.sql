-- Lines of the payers found.
select leg, party, dataset, record_key, region_code, fund_code, payer_key, period, business_date, amount, verdict, cause,
    source_file_id, source_row/*line_id*/
from marts.fct_reconciliation_line
where
    payer_key in (
        select payer_key
        from marts.dim_payer
        where payer_key = $text or uscc = $text or employer_no = $text or payer_name = $text
    )
    and ($leg = '' or leg = $leg)
    and ($period = '' or period = $period)
order by period desc, leg, party, record_key, source_file_id, source_row
limit $count offset $offset
