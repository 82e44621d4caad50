-- What is owed and really paid: one row per payer, month and fund. `paid` and `lag` belong to the payer's month.
create table payment as
with month as (
    select
        i::integer as month,
        (make_date(getvariable('year'), 1, 1) + to_months((i - 1)::integer))::date as fee_month
    from range(1, getvariable('months') + 1) t(i)
),
paying as (
    select
        p.*,
        m.*,
        p.payer || '-' || m.month as k,
        heads * (head_base + if(steady, 0, whole_number('month', p.payer || '-' || m.month, 40000))) as base
    from payer p cross join month m
),
owed as (
    select *, 1 as slot, pension as fund, base * 24 // 100 as a from paying
    union all
    select *, 2, '210', base // 100 from paying
    union all
    select *, 3, '410', base * injury_rate // 1000 from paying
)
select
    payer, uscc, old_number, name, employer_no, heads, base, month, fee_month, k, slot, fund, a,
    format('P{:07d}-{}-{}', payer, ym(fee_month), fund) as pid,
    'H' || getvariable('region') || ym(fee_month)
        || format('{:08d}', row_number() over (partition by month order by payer, slot)) as assessment_no,
    fee_month + whole_number('assessed', k || fund, 5)::integer as assessed,
    if(u('end', k) < 0.12,
        last_day(fee_month) - whole_number('last', k, 3)::integer,
        fee_month + 2 + whole_number('day', k, 24)::integer) as paid,
    [0, 1, 1, 1, 2][1 + whole_number('lag', k, 5)] as lag,
    u('old', k) < 0.08 as uses_old_number,
    -- neighbours in month and fund stay clean, so that a planted difference has one explanation
    (month + payer) % 2 = 0 and slot = 1 + whole_number('slot', k, 3) as plantable
from owed;

create table kind_quota (name varchar, early boolean, n integer);
