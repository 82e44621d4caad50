-- Chance is md5 of seed, purpose and key: the same on every machine and in every order of rows.
create or replace macro u(purpose, k) as
    (md5_number_lower(getvariable('seed') || '|' || purpose || '|' || k) % 1000003) / 1000003.0;
create or replace macro whole_number(purpose, k, n) as floor(u(purpose, k) * n)::bigint;
create or replace macro yuan(fen) as
    if(fen < 0, '-', '') || (abs(fen) // 100)::varchar || '.' || lpad((abs(fen) % 100)::varchar, 2, '0');
create or replace macro grouped_yuan(fen) as
    if(fen < 0, '-', '') || format('{:,}', (abs(fen) // 100)::bigint) || '.' || lpad((abs(fen) % 100)::varchar, 2, '0');
create or replace macro ym(d) as strftime(d, '%Y%m');
-- two neighbouring digits exchanged, the slip of a typist: the first place where that changes the amount
create or replace macro swapped_at(s, i) as
    if(i is null, s || '0', s[:i - 1] || s[i + 1] || s[i] || s[i + 2:]);
create or replace macro keyed(a) as swapped_at(a::varchar, list_filter(range(2, length(a::varchar)),
    lambda i: substr(a::varchar, i, 1) <> substr(a::varchar, i + 1, 1))[1])::bigint;
create or replace macro part_of(part, a) as case part
    when 'whole' then a
    when 'zero' then 0
    when 'minus' then -a
    when 'most' then a * 3 // 5
    when 'little' then a - a * 3 // 5
    when 'third' then a // 3
    when 'thirds' then a // 3 * 3
    when 'last_third' then a - a // 3 * 2
    when 'quarter' then a // 4
    when 'rounded' then a - 1
    when 'keyed' then keyed(a)
    when 'minus_keyed' then -keyed(a)
    when 'over' then a + a // 8 + 137
    when 'minus_over' then -(a + a // 8 + 137)
    when 'recalculated' then a + a // 20 + 211
    when 'refund' then -(a // 3 + 19)
    when 'late_fee' then greatest(1, a * 31 // 2000)
end;
create or replace macro other_fund(f) as
    case f when '110' then '120' when '120' then '110' when '210' then '410' when '410' then '210' end;
create table fund as from (values
    ('110', '10201', '102010100', '102010200', '职工基本养老保险', '企业职工基本养老保险'),
    ('120', '10211', '102110100', '102110200', '机关事业单位基本养老保险', '机关事业单位基本养老保险'),
    ('210', '10202', '102020100', '102020200', '失业保险', '失业保险'),
    ('410', '10204', '102040100', '102040100', '工伤保险', '工伤保险')
) t(fund, levy_item, unit_subitem, person_subitem, levy_name, journal_name);
