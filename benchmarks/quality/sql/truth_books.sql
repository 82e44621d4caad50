-- Benefits against payouts, and the agency's ledger against the journal by item.
insert into truth_line
with verdicts as (
    select batch_key, kind,
        case when kind = 'benefit_not_received' then 'only_left'
            when kind in ('benefit_shortfall', 'benefit_unit_error', 'benefit_typo') then 'group_sum_differs'
            else 'matched' end as verdict,
        case kind when 'benefit_shortfall' then 'batch_shortfall' when 'benefit_unit_error' then 'unit_error'
            when 'benefit_typo' then 'typo' when 'benefit_not_received' then 'not_received'
            when 'benefit_paid_early' then 'in_transit' end as cause,
        least(ym(booked), ym(first_day)) as opened,
        if(kind = 'benefit_not_received', null, greatest(ym(booked), ym(first_day))) as cleared
    from benefit_batch
)
select 'ssa_fin_benefit', 'social_security', b.record_key, b.batch_key, null,
    if(b.again, 'excluded', v.verdict), if(b.again, 'matched,refund,self_cancelled', ''), if(b.again, null, v.cause),
    case when b.again then 'benefit_reissue' when b.failed then 'benefit_returned' else v.kind end,
    false, if(b.again, ym(b.first_day), v.opened), if(b.again, null, v.cleared)
from benefit b join verdicts v using (batch_key)
union all
select 'ssa_fin_benefit', 'finance', j.record_key, j.payment_id, null, coalesce(v.verdict, 'only_right'), '', v.cause, j.kind,
    false, coalesce(v.opened, ym(j.booked)), v.cleared
from journal j left join verdicts v on v.batch_key = j.payment_id
where j.leg = 'ssa_fin_benefit';

insert into truth_line
with side as (
    select 'social_security' as party, fund || '-' || code || '-' || period as record_key, fund, period, code as account,
        fen as fen
    from ledger where length(code) = 4 and code[1] in ('4', '5') and fen <> 0
    union all
    select 'finance', record_key, fund, ym(booked),
        case item when '退费' then '4001' when '保险费收入' then '4001' when '拨付支出户' then '5001'
            when '财政补贴收入' then '4101' when '利息收入' then '4201' when '委托投资收益' then '4202'
            when '转移收入' then '4301' when '下级上解收入' then '4402' when '上解上级支出' then '5301' else '5302' end,
        if(item in ('拨付支出户', '上解上级支出', '补助下级支出'), -fen, fen)
    from journal
),
cell as (
    select fund, period, account,
        coalesce(sum(fen) filter (party = 'finance'), 0) as journal_fen,
        coalesce(sum(fen) filter (party = 'social_security'), 0) as ledger_fen,
        count(*) filter (party = 'finance') as journal_lines,
        count(*) filter (party = 'social_security') as ledger_lines
    from side group by all
),
judged as (
    select
        c.*, i.kind,
        case
            when c.account = '4501' then 'late_fee'
            when c.account = '5401' then 'only_left'
            when journal_lines = 0 then 'only_left'
            when ledger_lines = 0 then 'only_right'
            when c.journal_fen = c.ledger_fen then 'matched'
            else 'group_sum_differs'
        end as verdict
    from cell c left join other_item i on i.fund = c.fund and i.account = c.account and ym(i.first_day) = c.period
)
select 'ledger_fin', s.party, s.record_key, s.fund || '-' || s.account || '-' || s.period, null, j.verdict,
    case
        when account = '4501' then 'only_left,group_sum_differs,amount_differs,excluded'
        when account = '5401' then 'refund,excluded'
        when account in ('4001', '5001') then 'group_sum_differs,amount_differs'
            || if(j.verdict = 'matched', '', if(s.record_key like 'Z%', ',excluded,refund', ''))
        when j.verdict in ('group_sum_differs', 'only_left', 'only_right') then 'amount_differs,group_sum_differs'
        else ''
    end,
    case
        when account = '4501' then 'booked_as_other_income'
        when account = '5401' then 'posted_as_expenditure'
        when j.kind in ('ledger_typo', 'journal_typo') then 'typo'
        when j.kind = 'ledger_unit_error' then 'unit_error'
        when j.kind = 'ledger_omitted' then 'not_posted'
        when j.kind = 'journal_omitted' then 'not_received'
        when j.verdict = 'group_sum_differs' and getvariable('dirt') = 0 then 'in_transit'
    end,
    case when account = '4001' then 'ledger_premiums' when account = '5001' then 'ledger_benefits'
        when account = '4501' then 'ledger_late_fees' when account = '5401' then 'ledger_refunds'
        else 'ledger_' || replace(coalesce(j.kind, 'item'), 'ledger_', '') end,
    false, s.period, if(j.verdict in ('matched', 'group_sum_differs'), s.period, null)
from side s join judged j using (fund, period, account);

create table truth_total as
select 'tax' as party, 'tax_collection' as dataset, fund, ym(paid) as period, 'paid_date' as basis, sum(amount)::bigint as fen
from tax_line group by all
union all
select 'tax', 'tax_collection', fund, ym(treasury), 'treasury_date', sum(amount)::bigint
from tax_line where treasury < getvariable('horizon') group by all
union all
select 'social_security', 'ss_contribution', fund, ym(posted), 'posted_date', sum(amount)::bigint from agency_line group by all
union all
select 'social_security', 'ss_benefit', fund, ym(first_day), 'benefit_period', sum(fen)::bigint from benefit group by all
union all
select 'finance', 'fin_special_account', fund, ym(booked), item, sum(fen)::bigint from journal group by all;
