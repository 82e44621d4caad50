-- Lines by the number of a ticket, a posting, a voucher or a batch, or by the id of a group; a ticket has several lines.
-- One branch for each way to be found: ranges and equalities alone let whole blocks of rows be skipped.
with found as (
    select leg, party, dataset, record_key, region_code, fund_code, payer_key, period, business_date, amount, verdict, cause,
        source_file_id, source_row/*line_id*/
    from marts.fct_reconciliation_line
    where record_key between $text and $text || '-z' and (record_key = $text or starts_with(record_key, $text || '-'))
    union
    select leg, party, dataset, record_key, region_code, fund_code, payer_key, period, business_date, amount, verdict, cause,
        source_file_id, source_row/*line_id*/
    from marts.fct_reconciliation_line
    where related_record_key = $text
    union
    select leg, party, dataset, record_key, region_code, fund_code, payer_key, period, business_date, amount, verdict, cause,
        source_file_id, source_row/*line_id*/
    from marts.fct_reconciliation_line
    where group_id = upper($text) and length($text) = 32
)

select * from found
where
    ($leg = '' or leg = $leg)
    and ($period = '' or period = $period)
order by period desc, leg, party, record_key, source_file_id, source_row
limit $count offset $offset
