-- The lines that were judged together with a line, the line itself first; of very large groups only the beginning.
with member as (
    select *
    from /*source*/
    where leg = $leg and region_code = $region and /*group*/
),

nearest as (
    (select * from member where party = $left order by line_id = $line_id desc, business_date, line_id limit 200)
    union all
    (select * from member where party <> $left order by line_id = $line_id desc, business_date, line_id limit 200)
)

select
    line.line_id, line.unit_id, line.party, line.dataset, line.record_key, line.source_file_id, line.source_row, line.fund_code,
    fund.short_name as fund_name, line.payer_key, payer.payer_name, line.amount, line.business_date, line.period, line.verdict, line.cause,
    file.name as file_name
from nearest as line
left join marts.dim_fund as fund
    on line.fund_code = fund.fund_code
left join marts.dim_payer as payer
    on line.region_code = payer.region_code and line.payer_key = payer.payer_key
left join marts.dim_source_file as file
    on line.source_file_id = file.source_file_id
order by line.line_id = $line_id desc, line.business_date, line.line_id
