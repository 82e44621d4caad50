-- Payers with valid codes (GB 11714 inside GB 32100). Every tenth is the twin of its neighbour: equal amounts, other payer.
create table payer as
with drawn as (
    select
        i::integer as payer,
        if(i % 10 = 9, i - 1, i)::varchar as twin,
        whole_number('nature', i::varchar, 100) < 12 as institution,
        ((i::hugeint * 387420489871 + whole_number('code', getvariable('region'), 1000000) * 852891) % 852891037441)::bigint
            as code_number
    from range(getvariable('payers')) t(i)
),
coded as (
    select
        *,
        if(institution, '12', '91') || getvariable('region') as head,
        list_aggregate(list_transform(range(8), lambda p: '0123456789ABCDEFGHJKLMNPQRTUWXY'[
            ((code_number // (31::bigint ** p)::bigint) % 31 + 1)::bigint]), 'string_agg', '') as organisation
    from drawn
),
checked as (
    select
        *,
        11 - list_sum(list_transform(range(1, 9), lambda p:
            (strpos('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', organisation[p]) - 1) * [3, 7, 9, 10, 5, 8, 4, 2][p])) % 11 as c
    from coded
),
bodied as (
    select
        *,
        head || organisation || case c when 10 then 'X' when 11 then '0' else c::integer::varchar end as body
    from checked
)
select
    payer,
    body || '0123456789ABCDEFGHJKLMNPQRTUWXY'[((31 - list_sum(list_transform(range(1, 18), lambda p:
        (strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', body[p]) - 1)
        * [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28][p])) % 31) % 31 + 1)::bigint] as uscc,
    getvariable('region') || body[9:17] as old_number,
    if(institution, '检验事业单位', '检验企业') || format('{:06d}', payer) as name,
    getvariable('region') || format('{:06d}', payer) as employer_no,
    if(institution, '120', '110') as pension,
    3 + whole_number('heads', twin, 118) as heads,
    (300000 + whole_number('base', twin, 900000)) as head_base,
    u('steady', twin) < 0.5 as steady,
    [4, 8, 12][1 + whole_number('injury', twin, 3)] as injury_rate
from bodied;
