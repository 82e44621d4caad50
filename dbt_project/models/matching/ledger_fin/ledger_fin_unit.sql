-- What the passes of the leg match: movements of accounts (L) and entries of the journal under the same account (R).
select
    line.unit_id,
    line.record_key,
    case line.party when 'finance' then 'R' else 'L' end as side,
    line.region_code,
    line.fund_code,
    cast(line.amount as decimal(28, 2)) as amount,
    line.period,
    day.work_no,
    line.account_code
from {{ ref('ledger_fin_line') }} as line
left join {{ ref('working_day') }} as day
    on line.business_date = day.day
where line.unit_id is not null
