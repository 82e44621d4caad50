-- Lines of both parties from nothing but their number: a ticket has three lines (funds 110, 210, 410), a payer one ticket a
-- month, all of 2023. `h` (0–9999) decides what happened to the line; about one in twenty is not plain.
create or replace view payment as
select
    i,
    i // 3 as ticket_index,
    ['110', '210', '410'][i % 3 + 1] as fund_code,
    ['10201', '10202', '10204'][i % 3 + 1] as levy_item,
    cast(1 + (i // 3) // getvariable('payers') as integer) as month_no,
    (i // 3) % getvariable('payers') as payer,
    printf('2023%02d', 1 + (i // 3) // getvariable('payers')) as month,
    printf('%018d', 465016200000000000 + i // 3) as ticket_no,
    printf('H2023%013d', i) as assessment_no,
    cast(10000 + hash(i, 'amount') % 9000000 as bigint) as fen,
    hash(i, 'kind') % 10000 as h,
    make_date(2023, cast(1 + (i // 3) // getvariable('payers') as integer), cast(1 + hash(i // 3, 'day') % 24 as integer)) as paid_on
from range(getvariable('lines')) as t(i);

create or replace view payer_code as
select
    *,
    '91' || getvariable('region') || printf('%08dX', payer) || '0' as uscc,
    -- a tenth still has the older number of 15
    case when payer % 10 = 0 then getvariable('region') || printf('%08dX', payer) else '91' || getvariable('region') || printf('%08dX', payer) || '0' end as taxpayer_id,
    strftime(paid_on + 1, '%Y-%m-%d') as treasury_date,
    -- a transfer of the treasury moves some hundreds of lines of one day and fund
    printf('GK%s%s%03d', getvariable('region'), strftime(paid_on + 1, '%Y%m%d'), hash(i // 3, 'batch') % getvariable('batches')) as batch_no
from payment;

-- 0–19 only the bureau has it · 20–39 only the agency · 150–179 with a late fee · 180–189 refunded later
create or replace view tax_row as
select *, 1 + i % 3 as line_no, '正常' as levy_type, fen as tax_fen from payer_code where h not between 20 and 39
union all
select *, 11 + i % 3, '滞纳金', fen // 100 from payer_code where h between 150 and 179
union all
select *, 21 + i % 3, '退库', -(fen // 10) from payer_code where h between 180 and 189;

-- 40–69 another amount · 70–79 another fund · 80–89 another month · 90–139 in two parts · 140–149 twice · 300–399 the ticket's
-- last three digits lost · 400–599 no ticket · 600–699 no ticket and no assessment
create or replace view agency_row as
select
    *,
    case when h between 40 and 69 then fen - 100 when h between 90 and 139 then fen // 2 else fen end as posted_fen,
    0 as part
from payer_code where h not between 0 and 19
union all
select *, fen - fen // 2, 1 from payer_code where h between 90 and 139
union all
select *, fen, 2 from payer_code where h between 140 and 149;

create or replace view tax_collection as
select
    'tax_collection-' || getvariable('region') || '-' || month || '-v1-00000000' as source_file_id,
    i * 40 + line_no as source_row,
    ticket_no, cast(line_no as varchar) as line_no, taxpayer_id, '测试单位' || payer as payer_name, levy_item,
    levy_item || '0100' as levy_subitem,
    strftime(date_trunc('month', paid_on), '%Y-%m-%d') as fee_period_start,
    strftime(last_day(paid_on), '%Y-%m-%d') as fee_period_end,
    levy_type, cast(cast(tax_fen / 100 as decimal(18, 2)) as varchar) as amount,
    strftime(paid_on, '%Y-%m-%d') as paid_date, treasury_date, batch_no as transfer_batch_no,
    case when levy_type = '正常' then assessment_no end as assessment_no
from tax_row;

create or replace view ss_contribution as
select
    'ss_contribution-' || getvariable('region') || '-' || month || '-v1-00000000' as source_file_id,
    i * 4 + part as source_row,
    printf('P%012d%d', i, part) as posting_no, cast(payer as varchar) as employer_no, uscc, '测试单位' || payer as employer_name,
    case when h between 70 and 79 then case fund_code when '110' then '210' else '110' end else fund_code end as fund_code,
    case when h between 80 and 89 then case month_no when 1 then '202212' else cast(cast(month as integer) - 1 as varchar) end else month end as fee_period,
    '正常' as contribution_type,
    case when h not between 600 and 699 then assessment_no end as assessment_no,
    cast(cast(fen / 100 as decimal(18, 2)) as varchar) as amount_due,
    cast(cast(posted_fen / 100 as decimal(18, 2)) as varchar) as amount,
    strftime(paid_on + 2, '%Y%m%d') as posted_date,
    case when h between 300 and 399 then substr(ticket_no, 1, 15) || '000' when h not between 400 and 699 then ticket_no end as ticket_no
from agency_row;

create or replace view ss_assessment as
select
    'ss_assessment-' || getvariable('region') || '-' || month || '-v1-00000000' as source_file_id,
    i as source_row, assessment_no, cast(payer as varchar) as employer_no, uscc, '测试单位' || payer as employer_name, fund_code,
    month as fee_period, '正常' as contribution_type, '10' as insured_count, '1000.00' as contribution_base,
    cast(cast(fen / 100 as decimal(18, 2)) as varchar) as amount_due, month || '01' as assessed_date
from payer_code;

-- One entry per batch and fund, net of refunds; a tenth names no batch, one in a hundred is a yuan short.
create or replace view fin_special_account as
select
    'fin_special_account-' || getvariable('region') || '-' || substr(replace(day, '-', ''), 1, 6) || '-v1-00000000' as source_file_id,
    row_number() over (order by batch_no, fund_code) as source_row,
    day as booked_date, 'V' || row_number() over (order by batch_no, fund_code) as voucher_no,
    case fund_code when '110' then '企业职工基本养老保险基金' when '210' then '失业保险基金' else '工伤保险基金' end as fund,
    '保险费收入' as item,
    '税务划转' || case when hash(batch_no, fund_code) % 10 > 0 then batch_no else '' end as summary,
    '国家金库' as counterparty,
    cast(cast((total - case when hash(fund_code, batch_no) % 100 = 0 then 100 else 0 end) / 100 as decimal(18, 2)) as varchar) as income
from (
    select batch_no, fund_code, treasury_date as day, sum(tax_fen) as total
    from tax_row group by batch_no, fund_code, treasury_date
);
