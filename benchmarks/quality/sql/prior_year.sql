-- Ledgers of the year before, by item only, so that its net assets end where this year begins.
create table prior_flow as
with month as (select unnest(range(1, 13))::integer as month),
account(code, name, rate) as (values
    ('4001', '社会保险费收入', 60), ('4101', '财政补贴收入', 30), ('4201', '利息收入', 5),
    ('5001', '社会保险待遇支出', 55), ('5302', '补助下级支出', 10)
)
select fund, month, code, name, rate * (500000 + whole_number('prior', fund || code || month, 300000)) as fen
from fund cross join month cross join account;

insert into ledger
with all_accounts as (
    select fund, month, code, name, fen from prior_flow
    union all
    select fund, month, '1003', '财政专户存款', sum(if(code[1] = '4', fen, -fen))::bigint from prior_flow group by all
    union all
    select distinct fund, month, '3001', '一般基金结余', 0 from prior_flow
),
start as (
    select fund, o.fen - (select sum(if(code[1] = '4', fen, -fen)) from prior_flow p where p.fund = o.fund)::bigint as fen
    from opening_balance o
),
rolled as (
    select a.*, (if(code in ('1003', '3001'), s.fen, 0)
        + sum(a.fen) over (partition by fund, code order by month))::bigint as closing
    from all_accounts a join start s using (fund)
)
select fund, (getvariable('year') - 1) || lpad(month::varchar, 2, '0'), code, name, closing - fen,
    if(code[1] in ('1', '5'), greatest(fen, 0), greatest(-fen, 0)),
    if(code[1] in ('1', '5'), greatest(-fen, 0), greatest(fen, 0)), closing, fen
from rolled;
