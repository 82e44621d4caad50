-- One transfer per fund and treasury day, as the finance bureau books it one or two working days later.
create table batch as
with summed as (
    select batch_key, treasury, fund, sum(amount)::bigint as total
    from tax_line where batch_key is not null and via = 'treasury' group by all
),
booked as (
    select s.*, w.day as booked
    from summed s
    join calendar c on c.day = s.treasury
    join workday w on w.n = c.next_n + 1 + whole_number('booked', s.batch_key, 2)
),
ranked as (
    select
        *,
        total >= 1000000 and (ym(booked) < ym(getvariable('horizon') - 1) or getvariable('months') = 1)
            and booked < getvariable('horizon') as eligible,
        row_number() over (partition by eligible order by u('batch', batch_key), batch_key) - 1 as r
    from booked
),
ranges as (select kind, sum(n) over (order by kind) - n as lo, sum(n) over (order by kind) as hi from batch_quota)
select
    b.* exclude (r, eligible),
    coalesce(g.kind, if(u('number', batch_key) < 0.15, 'batch_without_number', 'batch')) as kind,
    case g.kind
        when 'batch_shortfall' then total - total // 7
        when 'batch_unit_error' then total // 10000
        when 'batch_typo' then total * 10
        else total
    end as journal_fen
from ranked b left join ranges g on b.eligible and b.r >= g.lo and b.r < g.hi;

create table direct_receipt as
select
    'direct-' || i as payment_id,
    ['110', '120', '210', '410'][1 + i % 4] as fund,
    ((getvariable('horizon') - 1)::date - whole_number('direct', i::varchar, 28 * getvariable('months'))::integer)::date as booked,
    3000000 + whole_number('direct-amount', i::varchar, 90000000) as fen
from range(getvariable('direct_receipts')) t(i);
