-- Formats of printed numbers. `grouped` separates thousands; the sign of what rounds to zero is dropped.
create or replace temp macro grouped(number) as
    case when number < 0 then '-' else '' end
    || format('{:,}', cast(trunc(abs(number)) as bigint))
    || case when strpos(cast(number as varchar), '.') > 0 then '.' || split_part(cast(number as varchar), '.', 2) else '' end;
create or replace temp macro trimmed(text) as
    case when strpos(text, '.') > 0 then rtrim(rtrim(text, '0'), '.') else text end;
create or replace temp macro percent(ratio, digits) as
    case when digits = 0 then cast(cast(ratio * 100 as decimal(18, 0)) as varchar)
    else cast(cast(ratio * 100 as decimal(18, 2)) as varchar) end;
create or replace temp macro ten_thousand(yuan) as cast(yuan * 0.0001 as decimal(28, 2));
