-- Open differences that one party has to answer: one row for each line, or for each batch that is reconciled as one.
-- Only legs whose lines people decide on. Given: lists legs, lefts, rights (the declared legs in order), region, and period and party ('' = each).
-- A difference goes to the party that its cause names. Where the cause names none, or one that has no part in the leg,
-- it goes to the right-hand party if that has a line in it, else to the left-hand one. Money in 元.
with leg as (
    select
        unnest(cast($legs as varchar[])) as leg,
        unnest(cast($lefts as varchar[])) as left_party,
        unnest(cast($rights as varchar[])) as right_party,
        unnest(range(len(cast($legs as varchar[])))) as leg_no
),

open_line as materialized (
    select
        item.leg, leg.leg_no, leg.left_party, leg.right_party,
        coalesce(item.group_id, item.unit_id, item.line_id) as case_key,
        coalesce(item.unit_id, item.line_id) as unit_key,
        case when item.party = leg.right_party then 'R' else 'L' end as side,
        item.party, item.line_id, item.record_key, item.fund_code, item.payer_key, item.amount, item.business_date,
        item.opened_period, item.age_days, item.verdict, item.cause, item.owner, item.source_file_id, item.source_row
    from marts.mart_open_item as item
    inner join leg
        on item.leg = leg.leg
    where item.region_code = $region
        and (item.opened_period = $period or $period = '')
        and item.leg in (select leg from marts.dim_match_pass where pass = 'P0')
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
)

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
