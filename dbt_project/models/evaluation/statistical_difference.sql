-- The parts that lead from the final accounts to the statistical yearbook, per fund and flow, each in yuan.
with spine as (
    select spine.*, member.group_code, member.group_name
    from {{ ref('evaluation_fund') }} as spine
    inner join {{ ref('statistical_group') }} as member
        on spine.fund_code = member.fund_code
),

total as (
    select
        spine.region_code, spine.year, spine.group_code, spine.group_name, spine.fund_code, line.line_code as flow, spine.months_of_books_only,
        max(case when line.basis = 'accounting' then line.amount_ytd end) as accounting,
        max(case when line.basis = 'subtotal' then line.amount_ytd end) as subtotal,
        max(case when line.basis = 'report' then line.amount_ytd end) as report
    from spine
    inner join {{ ref('fct_fund_statement') }} as line
        on spine.region_code = line.region_code
        and spine.fund_code = line.fund_code
        and spine.last_period = line.period
        and line.line_code in ('income', 'expenditure', 'closing')
    group by spine.region_code, spine.year, spine.group_code, spine.group_name, spine.fund_code, line.line_code, spine.months_of_books_only
),

booked as (
    select
        spine.region_code, spine.year, spine.fund_code,
        case when line.line_code = '4001' then 'income' else 'expenditure' end as flow,
        sum(line.amount_ytd) as amount
    from spine
    inner join {{ ref('fct_fund_statement') }} as line
        on spine.region_code = line.region_code
        and spine.fund_code = line.fund_code
        and spine.last_period = line.period
        and line.basis = 'accounting'
        and line.line_code in ('4001', '5001', '5104', '5105')
    group by spine.region_code, spine.year, spine.fund_code, case when line.line_code = '4001' then 'income' else 'expenditure' end
),

business as (
    select region_code, fund_code, cast(substr(period, 1, 4) as integer) as year, 'income' as flow, sum(amount) as amount
    from {{ ref('fct_contribution_month') }}
    group by region_code, fund_code, cast(substr(period, 1, 4) as integer)
    union all
    select region_code, fund_code, year, 'expenditure' as flow, sum(amount) as amount
    from {{ ref('fct_benefit_year') }}
    group by region_code, fund_code, year
)

select
    total.region_code, total.year, total.group_code, total.group_name, total.fund_code, total.flow,
    cast(row_number() over (partition by total.region_code, total.year, total.group_code, total.flow order by total.fund_code nulls last) as bigint) as fund_rank,
    total.accounting,
    total.subtotal - total.accounting as transfers,
    total.report - total.subtotal as central_adjustment,
    business.amount - booked.amount as accrual,
    total.months_of_books_only = 0 and business.amount is not null as has_detail
from total
left join booked
    on total.region_code = booked.region_code and total.year = booked.year and total.fund_code = booked.fund_code and total.flow = booked.flow
left join business
    on total.region_code = business.region_code and total.year = business.year and total.fund_code = business.fund_code and total.flow = business.flow
