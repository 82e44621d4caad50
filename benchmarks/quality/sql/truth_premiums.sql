-- What an auditor must say of every premium line: agency ↔ tax, and tax ↔ finance.
-- which key is left to a plain payment, so that the report can tell the keys apart
create table key_state as
select a.pid, case
    when a.shown_ticket is null and t.shown_assessment is null then 'plain_payer_key_only'
    when a.shown_ticket is null then 'plain_assessment_only'
    when a.ticket_state = 'damaged' then 'plain_damaged_ticket'
    when t.uses_old_number then 'plain_old_number' end as label
from agency_line a join tax_line t using (pid) where a.kind = 'plain';

create table ssa_tax_side as
select 'tax' as party, record_key, pid, link, pid || '/' || pay as payment_id, mark, verdict, cause, also, kind,
    ym(paid) as period
from tax_line
union all
select 'social_security', record_key, pid, link, pid || '/' || pay, mark, verdict, cause, also, kind, ym(posted)
from agency_line;

create table truth_line as
with expected as (
    select kind, link, party from (
        select kind, link, 'tax' as party from tax_recipe union all select kind, link, 'social_security' from agency_recipe
    ) where link > 0 group by all
),
shape as (select kind, link, count(*) as sides from expected group by all),
delivered as (
    select pid, link, count(distinct party) as sides, min(period) as opened, max(period) as cleared
    from ssa_tax_side where link > 0 group by all
),
judged as (
    select s.*, s.link > 0 and d.sides < e.sides as waits, d.opened, d.cleared
    from ssa_tax_side s
    left join delivered d using (pid, link)
    left join shape e on e.kind = s.kind and e.link = s.link
)
select
    'ssa_tax' as leg, party, record_key, payment_id, if(mark = '', null, pid || '/' || party || '/' || mark) as class_id,
    case when waits then if(party = 'tax', 'only_right', 'only_left') else verdict end as verdict,
    also,
    case when waits or (verdict = 'matched' and opened <> cleared) then 'in_transit' else cause end as cause,
    coalesce(k.label, kind) as kind, false as optional,
    case when waits or link = 0 then period else opened end as opened_period,
    case when waits or link = 0 then null else cleared end as cleared_period
from judged left join key_state k using (pid);

create table tax_fin_side as
with batch_verdict as (
    select
        batch_key, kind, treasury, booked,
        case
            when total = 0 then 'self_cancelled'
            when booked >= getvariable('horizon') or kind = 'batch_not_received' then 'only_left'
            when kind in ('batch_shortfall', 'batch_unit_error', 'batch_typo') then 'group_sum_differs'
            else 'matched'
        end as verdict,
        case kind when 'batch_shortfall' then 'batch_shortfall' when 'batch_unit_error' then 'unit_error'
            when 'batch_typo' then 'typo' when 'batch_not_received' then 'not_received' end as cause
    from batch
)
select
    'tax' as party, t.record_key,
    case when t.treasury >= getvariable('horizon') then t.pid || '/' || t.pay else b.batch_key end as payment_id,
    if(t.treasury >= getvariable('horizon'), 'excluded', b.verdict) as verdict,
    case when t.treasury >= getvariable('horizon') then 'only_left' when t.levy = '退库' then 'refund'
        when t.verdict = 'self_cancelled' and t.kind in ('fund_correction', 'void') then 'self_cancelled' else '' end as also,
    if(b.booked >= getvariable('horizon'), 'in_transit', b.cause) as cause,
    if(t.treasury >= getvariable('horizon'), 'not_in_treasury', b.kind) as kind,
    t.treasury >= getvariable('horizon') as optional,
    ym(t.treasury) as opened, ym(b.booked) as cleared
from tax_line t left join batch_verdict b on t.treasury < getvariable('horizon') and t.batch_key = b.batch_key
where t.via = 'treasury'
union all
select 'tax', t.record_key, t.pid || '/' || t.pay,
    case when t.treasury >= getvariable('horizon') then 'excluded' when j.booked is null then 'only_left' else 'matched' end,
    if(t.treasury >= getvariable('horizon'), 'only_left', 'refund'), if(j.booked is null, 'in_transit', null),
    'refund_account', t.treasury >= getvariable('horizon'), ym(t.treasury), ym(j.booked)
from tax_line t left join journal j on j.leg = 'tax_fin' and j.payment_id = t.pid || '/' || t.pay
where t.via = 'account'
union all
select 'finance', j.record_key, j.payment_id,
    case when j.kind = 'direct_receipt' then 'only_right' else coalesce(b.verdict, 'matched') end,
    if(j.item = '退费', 'refund', ''),
    case when j.kind = 'direct_receipt' then 'no_tax_record' else b.cause end,
    case when b.kind is null and j.kind <> 'direct_receipt' then 'refund_account' else j.kind end, false,
    ym(coalesce(b.treasury, t.treasury, j.booked)), ym(j.booked)
from journal j
left join batch_verdict b on b.batch_key = j.payment_id
left join (select pid || '/' || pay as payment_id, min(treasury) as treasury from tax_line where via = 'account' group by 1) t
    on t.payment_id = j.payment_id
where j.leg = 'tax_fin';

insert into truth_line
select 'tax_fin', party, record_key, payment_id, null, verdict, also,
    case when verdict = 'matched' and opened <> cleared then 'in_transit' else cause end, kind, optional, opened,
    case when verdict in ('matched', 'group_sum_differs') then cleared end
from tax_fin_side;
