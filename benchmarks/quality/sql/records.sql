-- Each party's records of the payments, by recipe. Ticket numbers: 4, province, 016, YYMM, eight digits.
create table tax_raw as
select
    i.pid, i.payer, i.k, i.month, i.uscc, i.old_number, i.name, i.uses_old_number, i.assessment_no, i.kind,
    r.* exclude (kind, fund, assess),
    if(r.fund = 'own', i.fund, other_fund(i.fund)) as fund,
    if(r.slot = 0, i.k, i.pid || '-' || r.slot) as ticket_key,
    part_of(r.part, i.a) as amount,
    (if(r.past, make_date(getvariable('year'), 1, 1) - to_months(3 * i.month), i.fee_month)
        + to_months(r."first"))::date as fee_start,
    last_day((if(r.past, make_date(getvariable('year'), 1, 1) - to_months(3 * i.month), i.fee_month)
        + to_months(r."last"))::date) as fee_end,
    (i.paid + to_months(r.months))::date + r.days as paid,
    i.lag,
    r.assess = 'own' and u('tax-assess', i.pid || r.n) > 0.34 as says_assessment
from instance i join tax_recipe r using (kind);

create table ticket as
select
    ticket_key,
    '4' || getvariable('region')[:2] || '016' || strftime(min(paid), '%y%m')
        || format('{:08d}', row_number() over (partition by ym(min(paid)) order by ticket_key)) as ticket_no
from (
    select ticket_key, paid from tax_raw
    union all
    select k, paid from payment where slot = 1
)
group by ticket_key;

create table tax_line as
select
    t.*, k.ticket_no,
    row_number() over (partition by t.ticket_key order by t.pid, t.n) as line_no,
    k.ticket_no || '-' || row_number() over (partition by t.ticket_key order by t.pid, t.n) as record_key,
    w.day as treasury,
    if(w.day < getvariable('horizon'), 'GK' || getvariable('region') || strftime(w.day, '%Y%m%d') || t.fund, null)
        as batch_key,
    if(says_assessment, assessment_no, null) as shown_assessment
from tax_raw t
join ticket k using (ticket_key)
join calendar c on c.day = t.paid
join workday w on w.n = c.next_n + t.lag
where t.paid < getvariable('horizon');

create table agency_line as
with raw as (
    select
        i.* exclude (fund, lag), r.* exclude (kind, fund, payer),
        if(r.fund = 'own', i.fund, other_fund(i.fund)) as fund,
        r.payer as known,
        if(r.slot = 0, i.k, i.pid || '-' || r.slot) as ticket_key,
        part_of(r.part, i.a) as amount,
        part_of(r.due, i.a) as amount_due,
        (if(r.past, make_date(getvariable('year'), 1, 1) - to_months(3 * i.month), i.fee_month)
            + to_months(r."first"))::date as fee_period,
        w.day as treasury,
        u('damage', i.pid || r.n) as damage,
        u('agency-assess', i.pid || r.n) as forgets
    from instance i
    join agency_recipe r using (kind)
    join calendar c on c.day = (i.paid + to_months(r.months))::date + r.days
    join workday w on w.n = c.next_n + i.lag
),
posted as (
    select
        raw.*,
        if(late, (last_day(treasury) + 3)::date, treasury) + whole_number('posted', pid, 5)::integer + again as posted,
        case
            when ticket = 'none' or (ticket = 'noise' and damage < 0.03 + 0.03 * getvariable('dirt')) then 'none'
            when ticket = 'noise' and damage > 0.97 - 0.03 * getvariable('dirt') then 'damaged'
            else 'good'
        end as ticket_state
    from raw
)
select
    p.* exclude (ticket),
    'D' || getvariable('region') || format('{:010d}', row_number() over (order by p.posted, p.pid, p.n)) as record_key,
    case ticket_state when 'damaged' then ticket_no[:15] || '000' when 'good' then ticket_no end as shown_ticket,
    case when assess = 'own' and (ticket_state <> 'good' or forgets > 0.03) then assessment_no end as shown_assessment
from posted p join ticket using (ticket_key)
where p.posted < getvariable('horizon');
