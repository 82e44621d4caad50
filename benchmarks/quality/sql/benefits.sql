-- People (codes valid by GB 11643), what they are paid, what fails and is paid again, and the batches.
create table person as
with numbered as (
    select
        i,
        getvariable('region')
            || strftime(date '1938-02-03' + (((i % 1000) * 13 + i // 1000 * 7919
                + whole_number('birth', '', 90)) % 13000)::integer, '%Y%m%d')
            || format('{:03d}', i % 1000) as body,
        case when i % 20 < 14 then '110' when i % 20 < 17 then '120' when i % 20 < 19 then '410' else '210' end as fund
    from range(getvariable('persons')) t(i)
)
select
    i as person, fund,
    body || '10X98765432'[list_sum(list_transform(range(1, 18), lambda p:
        body[p]::integer * [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2][p]))::bigint % 11 + 1] as person_id,
    '检验人员' || format('{:07d}', i) as person_name,
    120000 + whole_number('benefit', i::varchar, 700000) as fen
from numbered;

create table benefit_raw as
with due as (
    select
        p.*, m::integer as month,
        (make_date(getvariable('year'), 1, 1) + to_months((m - 1)::integer))::date as first_day,
        person || '-' || m as k
    from person p cross join range(1, getvariable('months') + 1) t(m)
),
items as (
    select *, ['N', 'P', 'Q'][1 + person % 3] as letter,
        case fund when '210' then '失业保险金' when '410' then if(person % 2 = 0, '伤残待遇', '工伤医疗待遇')
            else '基本养老金' end as item
    from due
    union all
    select * replace (fen * 4 as fen), 'S', '丧葬补助金和抚恤金' from due where fund < '200' and u('death', k) < 0.01
)
select
    *,
    'B' || ym(first_day) || fund || letter as batch_key,
    letter <> 'S' and getvariable('dirt') > 0
        and (u('fail', k) < 0.01 * getvariable('dirt') or (month = 1 and person in (3, 4, 5))) as failed,
    person in (3, 4) or (person <> 5 and u('again', k) < 0.8) as repeated,
    u('first', k) < 0.02 as is_first
from items;

create table benefit as
with rows as (
    select *, batch_key as shown_batch, first_day + 14 + whole_number('pay', batch_key, 10)::integer as paid, false as again
    from benefit_raw
    union all
    select * replace (false as failed), 'B' || ym(first_day) || fund || 'R',
        first_day + 25 + whole_number('pay-again', k, 3)::integer, true
    from benefit_raw where failed and repeated
),
numbered as (
    select *, 'F' || getvariable('region')
        || format('{:010d}', row_number() over (order by month, again, person, letter)) as record_key
    from rows
)
select n.*, if(n.again, o.record_key, null) as reissue_of
from numbered n
left join (select k, letter, record_key from numbered where failed) o using (k, letter);

create table benefit_batch as
with summed as (
    select batch_key, month, fund, first_day, sum(fen)::bigint as total
    from benefit where not again group by all
),
ranked as (
    select *, row_number() over (order by u('benefit-batch', batch_key), batch_key) - 1 as r from summed
),
ranges as (select kind, sum(n) over (order by kind) - n as lo, sum(n) over (order by kind) as hi from benefit_quota)
select
    b.* exclude (r),
    coalesce(g.kind, case
        when month > 1 and u('early', batch_key) < 0.06 then 'benefit_paid_early'
        when u('number', batch_key) < 0.15 then 'benefit_without_number' else 'benefit' end) as kind,
    case g.kind
        when 'benefit_shortfall' then total - total // 9
        when 'benefit_unit_error' then total // 10000
        when 'benefit_typo' then total * 10
        else total
    end as journal_fen,
    if(month > 1 and g.kind is null and u('early', batch_key) < 0.06, first_day - 2,
        first_day + 7 + whole_number('funded', batch_key, 5)::integer) as booked
from ranked b left join ranges g on b.r >= g.lo and b.r < g.hi;
