-- The agency's books: postings, late fees in 4501, benefits that arrived, and the bank side of what truly moved.
create table movement as
with flow(fund, period, account, detail, fen) as (
    select fund, ym(posted), '4001', '', amount from agency_line
    union all
    select fund, ym(treasury), '4501', '', amount from tax_line where levy = '滞纳金' and treasury < getvariable('horizon')
    union all
    select fund, ym(treasury), '5401', '', -amount from tax_line
    where cause = 'posted_as_expenditure' and treasury < getvariable('horizon')
    union all
    select fund, ym(first_day), account, '', ledger_fen from other_item
    union all
    select fund, ym(first_day), '5001', item, fen from benefit where not failed
    union all
    select fund, ym(booked), '1003', '', total from batch where kind <> 'batch_not_received' and booked < getvariable('horizon')
    union all
    select fund, ym(booked), '1003', '', fen from journal where leg = 'tax_fin' and (item = '退费' and payment_id not like 'GK%'
        or kind = 'direct_receipt')
    union all
    select fund, ym(first_day), '1003', '', if(income, ledger_fen, -ledger_fen) from other_item
    union all
    select fund, ym(booked), '1003', '', -total from benefit_batch where kind <> 'benefit_not_received'
    union all
    select fund, ym(booked), '1003', '', fen from journal where kind = 'payout_without_benefits'
    union all
    select fund, ym(booked), '1004', '', total from benefit_batch where kind <> 'benefit_not_received'
    union all
    select fund, ym(booked), '1004', '', -fen from journal where kind = 'payout_without_benefits'
    union all
    select fund, ym(first_day), '1004', '', -fen from benefit where not failed
),
parent as (
    select fund, period, account, sum(fen)::bigint as fen from flow group by all
)
select fund, period, account, '' as detail, fen from parent
union all
select fund, period, account, detail, sum(fen)::bigint from flow where detail <> '' group by all
union all
-- money that is posted but not yet in the special account stands in the treasury: 1005 = income − expenditure − 1003 − 1004
select fund, period, '1005', '',
    sum(case when account[1] = '4' then fen when account[1] = '5' then -fen else -fen end)::bigint
from parent group by all;

create table account_name as from (values
    ('1003', '', '1003', '财政专户存款'), ('1004', '', '1004', '支出户存款'), ('1005', '', '1005', '国库存款'),
    ('4001', '', '4001', '社会保险费收入'), ('4101', '', '4101', '财政补贴收入'), ('4201', '', '4201', '利息收入'),
    ('4202', '', '4202', '委托投资收益'), ('4301', '', '4301', '转移收入'), ('4402', '', '4402', '下级上解收入'),
    ('4501', '', '4501', '其他收入'), ('5001', '', '5001', '社会保险待遇支出'), ('5301', '', '5301', '上解上级支出'),
    ('5302', '', '5302', '补助下级支出'), ('5401', '', '5401', '其他支出'), ('3001', '', '3001', '一般基金结余'),
    ('5001', '基本养老金', '500101', '基本养老金'), ('5001', '丧葬补助金和抚恤金', '500102', '丧葬补助金和抚恤金'),
    ('5001', '工伤医疗待遇', '500104', '工伤医疗待遇'), ('5001', '伤残待遇', '500105', '伤残待遇'),
    ('5001', '失业保险金', '500107', '失业保险金')
) t(account, detail, code, name);

create table opening_balance as
select fund, 1000000000 + whole_number('opening', fund, 90000000000) as fen from fund;

create table ledger as
with month as (
    select ym(make_date(getvariable('year'), 1, 1) + to_months((i - 1)::integer)) as period
    from range(1, getvariable('months') + 1) t(i)
),
cell as (
    select f.fund, p.period, a.account, a.code, a.name, coalesce(m.fen, 0) as fen,
        if(a.code in ('1003', '3001'), o.fen, 0) as start
    from fund f cross join month p cross join account_name a join opening_balance o using (fund)
    left join movement m on m.fund = f.fund and m.period = p.period and m.account = a.account and m.detail = a.detail
),
rolled as (
    select *, start + sum(fen) over (partition by fund, code order by period)::bigint as closing from cell
)
select fund, period, code, name, closing - fen as opening,
    case when code[1] in ('1', '5') then greatest(fen, 0) else greatest(-fen, 0) end as debit,
    case when code[1] in ('1', '5') then greatest(-fen, 0) else greatest(fen, 0) end as credit,
    closing, fen
from rolled where closing <> 0 or fen <> 0;
