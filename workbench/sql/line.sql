-- One line of a leg. Without a leg: where it is open, else the first leg of the list.
select
    line.leg, line.line_id, line.unit_id, line.party, line.dataset, line.record_key, line.source_file_id, line.source_row, line.region_code,
    line.fund_code, fund.short_name as fund_name, line.payer_key, payer.payer_name, line.amount, line.business_date, line.period,
    line.group_id, line.pass, line.rule, line.verdict, line.cause, line.confirmed_by, line.opened_period, line.cleared_period,
    line.related_record_key, open_item.line_id is not null as is_open, open_item.owner, open_item.age_days, open_item.bucket
from /*source*/ as line
left join marts.dim_fund as fund
    on line.fund_code = fund.fund_code
left join marts.dim_payer as payer
    on line.region_code = payer.region_code and line.payer_key = payer.payer_key
left join marts.mart_open_item as open_item
    on line.region_code = open_item.region_code and line.leg = open_item.leg and line.line_id = open_item.line_id
where line.line_id = $line_id and /*leg*/
order by is_open desc, line.verdict = 'excluded', list_position(['ssa_tax', 'tax_fin', 'ssa_fin_benefit', 'ledger_fin', 'total_3way'], line.leg)
limit 1
