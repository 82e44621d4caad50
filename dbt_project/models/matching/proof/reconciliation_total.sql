-- Both ends of each leg per fund and month: what is reported, what the details add up to, and whether an end is provable.
with file_state as (
    select region_code, period, dataset, agrees from {{ ref('file_control') }}
),

detail as (
    select
        leg, region_code, fund_code, period,
        cast(sum(case when side = 'L' then amount else 0 end) as decimal(28, 2)) as left_detail,
        cast(sum(case when side = 'R' then amount else 0 end) as decimal(28, 2)) as right_detail
    from {{ ref('reconciliation_movement') }}
    where coalesce(is_in_total, true)
    group by leg, region_code, fund_code, period
),

ledger_item_total as (
    select region_code, fund_code, period, party, cast(sum(amount) as decimal(28, 2)) as amount
    from {{ ref('ledger_fin_line') }}
    where exclusion is null
    group by region_code, fund_code, period, party
),

ends as (
    select
        leg.leg, reported.region_code, reported.fund_code, reported.period,
        case leg.leg
            when 'ssa_tax' then reported.books_contribution
            when 'tax_fin' then reported.tax_in_treasury
            when 'ssa_fin_benefit' then reported.books_benefit
            when 'ledger_fin' then coalesce(booked.amount, 0)
        end as left_reported,
        case leg.leg
            when 'ssa_tax' then reported.tax_paid
            when 'tax_fin' then reported.journal_premium
            when 'ssa_fin_benefit' then reported.journal_payout
            when 'ledger_fin' then coalesce(journal.amount, 0)
        end as right_reported,
        case leg.leg when 'tax_fin' then 'tax_collection' when 'ssa_tax' then 'ss_contribution' when 'ssa_fin_benefit' then 'ss_benefit' else 'ss_ledger' end as left_dataset,
        case leg.leg when 'ssa_tax' then 'tax_collection' else 'fin_special_account' end as right_dataset
    from {{ ref('reported_amount') }} as reported
    inner join {{ ref('legs') }} as leg
        on leg.leg <> 'total_3way'
    left join ledger_item_total as booked
        on booked.party = 'social_security' and reported.region_code = booked.region_code
        and reported.fund_code = booked.fund_code and reported.period = booked.period
    left join ledger_item_total as journal
        on journal.party = 'finance' and reported.region_code = journal.region_code
        and reported.fund_code = journal.fund_code and reported.period = journal.period
)

select
    ends.leg,
    ends.region_code,
    ends.fund_code,
    ends.period,
    ends.left_reported,
    ends.right_reported,
    coalesce(detail.left_detail, 0) as left_detail,
    coalesce(detail.right_detail, 0) as right_detail,
    coalesce(books.expected, detail.left_detail, 0) as left_expected,
    coalesce(books.is_by_event, false) as is_by_event,
    ends.left_reported is not null and coalesce(left_file.agrees, false) and coalesce(right_file.agrees, false) as is_provable
from ends
left join detail
    on ends.leg = detail.leg and ends.region_code = detail.region_code
    and ends.fund_code = detail.fund_code and ends.period = detail.period
left join {{ ref('books_expectation') }} as books
    on ends.leg = books.leg and ends.region_code = books.region_code
    and ends.fund_code = books.fund_code and ends.period = books.period
left join file_state as left_file
    on ends.left_dataset = left_file.dataset and ends.region_code = left_file.region_code and ends.period = left_file.period
left join file_state as right_file
    on ends.right_dataset = right_file.dataset and ends.region_code = right_file.region_code and ends.period = right_file.period
