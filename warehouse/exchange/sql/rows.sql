-- The rows of sent.sql with the words and figures that a workbook shows; totals of their leg beside each row.
with sent as (
    /*sent*/
)

select
    sent.leg, sent.recipient, sent.case_period,
    dense_rank() over (partition by sent.recipient, sent.case_period order by sent.leg_no, sent.case_date, sent.case_key) as case_no,
    sent.row_in_case = 1 as is_first,
    sent.case_key, sent.unit_key, sent.side, sent.party, line.dataset, sent.record_key, line.related_record_key, sent.fund_code,
    fund.short_name as fund_name, line.period, sent.unit_date as business_date, sent.unit_age as age_days,
    cast(sent.lines as integer) as lines, cast(sent.unit_amount as decimal(18, 2)) as amount, sent.left_amount, sent.right_amount,
    case when sent.row_in_case = 1 then sent.difference end as difference,
    sent.verdict, said.verdict_label, sent.cause, said.label as cause_label, payer.uscc, payer.payer_name,
    sent.source_file_id, sent.source_row, file.region_code as file_region, file.period as file_period, file.version as file_version,
    sum(sent.left_amount) over (partition by sent.recipient, sent.case_period, sent.leg) as left_total,
    sum(sent.right_amount) over (partition by sent.recipient, sent.case_period, sent.leg) as right_total,
    sum(case when sent.row_in_case = 1 then sent.difference end) over (partition by sent.recipient, sent.case_period, sent.leg) as difference_total,
    cast(sum(case when sent.row_in_case = 1 then 1 else 0 end) over (partition by sent.recipient, sent.case_period, sent.leg) as integer) as cases
from sent
inner join marts.fct_reconciliation_line as line
    on line.region_code = $region and sent.leg = line.leg and sent.line_id = line.line_id
left join marts.dim_fund as fund
    on sent.fund_code = fund.fund_code
left join marts.dim_difference_cause as said
    on sent.verdict = said.verdict and sent.cause is not distinct from said.cause
left join marts.dim_payer as payer
    on payer.region_code = $region and sent.payer_key = payer.payer_key
left join marts.dim_source_file as file
    on sent.source_file_id = file.source_file_id
order by sent.recipient, sent.case_period, case_no, sent.row_in_case
