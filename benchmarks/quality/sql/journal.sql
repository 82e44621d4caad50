-- The other items of the special account, as they are, as the agency's ledger and as finance's journal have them.
create table other_item as
with month as (
    select i::integer as month, (make_date(getvariable('year'), 1, 1) + to_months((i - 1)::integer))::date as first_day
    from range(1, getvariable('months') + 1) t(i)
),
item(account, item, income, funds) as (values
    ('4101', '财政补贴收入', true, ['110', '120', '210', '410']),
    ('4201', '利息收入', true, ['110', '120', '210', '410']),
    ('4202', '委托投资收益', true, ['110']),
    ('4301', '转移收入', true, ['110', '120', '210']),
    ('4402', '下级上解收入', true, ['110', '120', '210', '410']),
    ('5301', '上解上级支出', false, ['110', '410']),
    ('5302', '补助下级支出', false, ['110', '120', '210', '410'])
),
made as (
    select
        m.*, i.account, i.item, i.income, unnest(i.funds) as fund
    from month m cross join item i
),
ranked as (
    select
        *, 2000000 + whole_number('item', fund || account || month, 400000000) as fen,
        row_number() over (order by u('item-kind', fund || account || month), fund, account, month) - 1 as r
    from made
),
ranges as (select kind, sum(n) over (order by kind) - n as lo, sum(n) over (order by kind) as hi from item_quota)
select
    i.* exclude (r), coalesce(g.kind, 'item') as kind,
    first_day + whole_number('item-day', fund || account || month, 27)::integer as booked,
    case g.kind when 'ledger_typo' then fen * 10 when 'ledger_unit_error' then fen // 10000 when 'ledger_omitted' then 0
        else fen end as ledger_fen,
    case g.kind when 'journal_typo' then fen * 10 when 'journal_omitted' then 0 else fen end as journal_fen
from ranked i left join ranges g on i.r >= g.lo and i.r < g.hi;

create table journal as
with entry as (
    select 'tax_fin' as leg, batch_key as payment_id, kind, fund, booked,
        if(total > 0, '保险费收入', '退费') as item,
        if(total > 0, '国库划转', '国库退还') || journal_name
            || if(kind = 'batch_without_number', '费收入', '费 批次' || batch_key) as summary,
        '国家金库' as counterparty, journal_fen as fen
    from batch join fund using (fund) where total <> 0 and kind <> 'batch_not_received'
    union all
    select 'tax_fin', pid || '/' || pay, t.kind, fund, w.day, '退费', '退还多缴' || journal_name || '费', t.name, t.amount
    from tax_line t
    join fund using (fund)
    join calendar c on c.day = t.treasury
    join workday w on w.n = c.next_n + 1
    where t.via = 'account' and t.treasury < getvariable('horizon')
    union all
    select 'tax_fin', payment_id, 'direct_receipt', fund, booked, '保险费收入', journal_name || '清算补缴', '财政局', fen
    from direct_receipt join fund using (fund)
    union all
    select 'ssa_fin_benefit', batch_key, kind, fund, booked, '拨付支出户',
        '拨付' || ym(first_day) || if(fund < '200', '养老金', '待遇')
            || if(kind = 'benefit_without_number', '', ' 批次' || batch_key),
        '社会保险基金支出户', -journal_fen
    from benefit_batch where kind <> 'benefit_not_received'
    union all
    select 'ssa_fin_benefit', 'payout-' || i, 'payout_without_benefits', ['110', '120'][1 + i % 2],
        (getvariable('horizon') - (12 + 29 * i)::integer)::date, '拨付支出户', '拨付支出户备用金', '社会保险基金支出户',
        -(1000000 + whole_number('payout', i::varchar, 5000000))
    from range(getvariable('payouts')) t(i)
    union all
    select 'other', '', kind, fund, booked, item, journal_name || item, '财政局', if(income, journal_fen, -journal_fen)
    from other_item join fund using (fund) where journal_fen <> 0
)
select
    *,
    if(fen > 0, 'S', 'Z') || ym(booked) || format('{:05d}', row_number() over (
        partition by fen > 0, ym(booked) order by booked, fund, item, payment_id, summary)) as record_key
from entry where booked < getvariable('horizon');
