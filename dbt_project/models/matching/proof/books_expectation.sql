-- What the books of the agency should show under each of two ways of booking: contributions by posting or by treasury
-- voucher, benefits as sent or as paid. The region's books follow the way that leaves the smaller difference over all its
-- months; what still differs stays unexplained. What people decide about a line changes nothing here: a late fee that somebody
-- linked, and a refund whose cause somebody named, are booked as they are.
with direct as (
    select region_code, fund_code, period, cast(sum(amount) as decimal(28, 2)) as amount
    from (
        select verdict.region_code, verdict.fund_code, verdict.period, verdict.amount
        from {{ ref('ssa_tax_verdict') }} as verdict
        inner join {{ ref('posting_line') }} as posting
            on verdict.line_id = posting.line_id
        where verdict.cause = 'agency_collected'
        union all
        select posting.region_code, posting.fund_code, posting.period, posting.amount
        from {{ ref('posting_line') }} as posting
        inner join {{ ref('decision_link') }} as decided
            on posting.line_id = decided.unit_id and decided.leg = 'ssa_tax' and decided.keeps_nature
        where posting.contribution_type like '经办%'
        union all
        select line.region_code, line.fund_code, {{ to_period('line.treasury_date') }} as period, -line.amount
        from {{ ref('ssa_tax_verdict') }} as verdict
        inner join {{ ref('tax_line') }} as line
            on verdict.line_id = line.line_id
        where verdict.verdict = 'late_fee'
        union all
        select line.region_code, line.fund_code, {{ to_period('line.treasury_date') }} as period, -line.amount
        from {{ ref('tax_line') }} as line
        inner join (
            select line_id from {{ ref('refund_as_expenditure') }}
            union all
            select line.line_id
            from {{ ref('tax_line') }} as line
            inner join {{ ref('decision_link') }} as decided
                on line.line_id = decided.unit_id and decided.leg = 'ssa_tax' and decided.keeps_nature
            where line.levy_type = '滞纳金'
        ) as elsewhere
            on line.line_id = elsewhere.line_id
    ) as exception
    group by region_code, fund_code, period
),

posted as (
    select
        leg, region_code, fund_code, period,
        cast(sum(case when side = 'L' and coalesce(is_in_total, true) then amount else 0 end) as decimal(28, 2)) as amount
    from {{ ref('reconciliation_movement') }}
    where leg in ('ssa_tax', 'ssa_fin_benefit')
    group by leg, region_code, fund_code, period
),

paid as (
    select region_code, fund_code, period, cast(sum(amount) as decimal(28, 2)) as amount
    from {{ ref('benefit_line') }}
    where is_paid
    group by region_code, fund_code, period
),

expected as (
    select
        'ssa_tax' as leg, reported.region_code, reported.fund_code, reported.period, reported.books_contribution as booked,
        coalesce(posted.amount, 0) as by_detail,
        cast(reported.tax_in_treasury + coalesce(direct.amount, 0) as decimal(28, 2)) as by_event
    from {{ ref('reported_amount') }} as reported
    left join posted
        on posted.leg = 'ssa_tax' and reported.region_code = posted.region_code
        and reported.fund_code = posted.fund_code and reported.period = posted.period
    left join direct
        on reported.region_code = direct.region_code and reported.fund_code = direct.fund_code and reported.period = direct.period
    union all
    select
        'ssa_fin_benefit' as leg, reported.region_code, reported.fund_code, reported.period, reported.books_benefit as booked,
        coalesce(posted.amount, 0) as by_detail,
        coalesce(paid.amount, 0) as by_event
    from {{ ref('reported_amount') }} as reported
    left join posted
        on posted.leg = 'ssa_fin_benefit' and reported.region_code = posted.region_code
        and reported.fund_code = posted.fund_code and reported.period = posted.period
    left join paid
        on reported.region_code = paid.region_code and reported.fund_code = paid.fund_code and reported.period = paid.period
),

judged as (
    select
        expected.*,
        sum(abs(booked - by_event)) over (partition by leg, region_code)
        < sum(abs(booked - by_detail)) over (partition by leg, region_code) as is_by_event
    from expected
)

select
    leg, region_code, fund_code, period, booked, by_detail, by_event,
    coalesce(is_by_event, false) as is_by_event,
    case when is_by_event then by_event else by_detail end as expected
from judged
