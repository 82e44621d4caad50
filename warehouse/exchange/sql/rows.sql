-- Open differences that one party has to answer: one row for each line, or for each batch that is reconciled as one.
-- Given: lists legs, lefts, rights (the declared legs in order), region, and period and party ('' = each).
-- A difference goes to the party that its cause names. Where the cause names none, or one that has no part in the leg,
-- it goes to the right-hand party if that has a line in it, else to the left-hand one. Money in 元.
with leg as (
    select
        unnest(cast($legs as varchar[])) as leg,
        unnest(cast($lefts as varchar[])) as left_party,
        unnest(cast($rights as varchar[])) as right_party,
        unnest(range(len(cast($legs as varchar[])))) as leg_no
),

open_line as (
    select
        item.leg, leg.leg_no, leg.left_party, leg.right_party,
        coalesce(item.group_id, item.unit_id, item.line_id) as case_key,
        coalesce(item.unit_id, item.line_id) as unit_key,
        case when item.party = leg.right_party then 'R' else 'L' end as side,
        item.party, line.dataset, item.line_id, item.record_key, item.fund_code, item.payer_key, item.amount, item.business_date,
        line.period, item.opened_period, item.age_days, item.verdict, item.cause, item.owner, item.source_file_id, item.source_row,
        line.related_record_key
    from marts.mart_open_item as item
    inner join leg
        on item.leg = leg.leg
    inner join marts.fct_reconciliation_line as line
        on item.leg = line.leg
        and item.line_id = line.line_id
    where item.region_code = $region
),

placed as (
    select
        *,
        row_number() over (partition by leg, unit_key order by line_id) as place,
        count(*) over (partition by leg, unit_key) as lines,
        sum(amount) over (partition by leg, unit_key) as unit_amount,
        min(business_date) over (partition by leg, unit_key) as unit_date,
        max(age_days) over (partition by leg, unit_key) as unit_age
    from open_line
),

difference as (
    select
        leg, case_key, min(opened_period) as opened_period,
        case
            when min(owner) in (min(left_party), min(right_party)) then min(owner)
            when bool_or(side = 'R') then min(right_party)
            else min(left_party)
        end as recipient,
        cast(sum(case when side = 'R' then amount else -amount end) as decimal(28, 2)) as difference
    from open_line
    group by leg, case_key
),

sent as (
    select
        placed.*, difference.recipient, difference.opened_period as case_period, difference.difference,
        case when placed.side = 'L' then cast(placed.unit_amount as decimal(28, 2)) end as left_amount,
        case when placed.side = 'R' then cast(placed.unit_amount as decimal(28, 2)) end as right_amount,
        row_number() over (
            partition by placed.leg, placed.case_key
            order by placed.party <> difference.recipient, placed.unit_date, placed.unit_key
        ) as row_in_case,
        min(placed.unit_date) over (partition by placed.leg, placed.case_key) as case_date
    from placed
    inner join difference
        on placed.leg = difference.leg and placed.case_key = difference.case_key
    where placed.place = 1
        and (difference.recipient = $party or $party = '')
        and (difference.opened_period = $period or $period = '')
)

select
    sent.leg, sent.recipient, sent.case_period,
    dense_rank() over (partition by sent.recipient, sent.case_period order by sent.leg_no, sent.case_date, sent.case_key) as case_no,
    sent.row_in_case = 1 as is_first,
    sent.case_key, sent.unit_key, sent.side, sent.party, sent.dataset, sent.record_key, sent.related_record_key, sent.fund_code,
    fund.short_name as fund_name, sent.period, sent.unit_date as business_date, sent.unit_age as age_days,
    cast(sent.lines as integer) as lines, cast(sent.unit_amount as decimal(18, 2)) as amount, sent.left_amount, sent.right_amount,
    case when sent.row_in_case = 1 then sent.difference end as difference,
    sent.verdict, said.verdict_label, sent.cause, said.label as cause_label, payer.uscc, payer.payer_name,
    sent.source_file_id, sent.source_row, file.region_code as file_region, file.period as file_period, file.version as file_version,
    sum(sent.left_amount) over (partition by sent.recipient, sent.case_period, sent.leg) as left_total,
    sum(sent.right_amount) over (partition by sent.recipient, sent.case_period, sent.leg) as right_total,
    sum(case when sent.row_in_case = 1 then sent.difference end) over (partition by sent.recipient, sent.case_period, sent.leg) as difference_total,
    cast(sum(case when sent.row_in_case = 1 then 1 else 0 end) over (partition by sent.recipient, sent.case_period, sent.leg) as integer) as cases
from sent
left join marts.dim_fund as fund
    on sent.fund_code = fund.fund_code
left join marts.dim_difference_cause as said
    on sent.verdict = said.verdict and sent.cause is not distinct from said.cause
left join marts.dim_payer as payer
    on payer.region_code = $region and sent.payer_key = payer.payer_key
left join marts.dim_source_file as file
    on sent.source_file_id = file.source_file_id
order by sent.recipient, sent.case_period, case_no, sent.row_in_case
