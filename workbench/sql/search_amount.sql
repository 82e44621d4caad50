-- Lines of exactly this amount (元), on either sign. Two equalities let blocks be skipped; "in (a, -a)" reads every row.
with found as (
    select leg, party, dataset, record_key, region_code, fund_code, payer_key, period, business_date, amount, verdict, cause,
        source_file_id, source_row/*line_id*/
    from marts.fct_reconciliation_line
    where amount = cast($text as decimal(18, 2))
    union all
    select leg, party, dataset, record_key, region_code, fund_code, payer_key, period, business_date, amount, verdict, cause,
        source_file_id, source_row/*line_id*/
    from marts.fct_reconciliation_line
    where amount = -cast($text as decimal(18, 2)) and cast($text as decimal(18, 2)) <> 0
)

select * from found
where
    ($leg = '' or leg = $leg)
    and ($period = '' or period = $period)
order by period desc, leg, party, record_key, source_file_id, source_row
limit $count offset $offset
