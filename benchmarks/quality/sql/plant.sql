-- Kinds by quota over the payments in a hashed order; kinds that need a later month take from the earlier months.
create table planted as
with ranges as (
    select name, early, sum(n) over w - n as lo, sum(n) over w as hi
    from kind_quota window w as (partition by early order by name)
),
pool as (
    select pid, month < getvariable('months') as early from payment where plantable
),
first_pick as (
    select pid, row_number() over (order by u('early', pid), pid) - 1 as r from pool where early
),
early_kind as (
    select pid, name from first_pick join ranges on ranges.early and r >= lo and r < hi
),
second_pick as (
    select pid, row_number() over (order by u('late', pid), pid) - 1 as r from pool anti join early_kind using (pid)
)
select * from early_kind
union all
select pid, name from second_pick join ranges on not ranges.early and r >= lo and r < hi;

create table instance as
select payment.*, coalesce(planted.name, 'plain') as kind from payment left join planted using (pid);
