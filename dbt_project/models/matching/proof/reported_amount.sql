-- What each party reports per fund and month, from its forms and files as delivered and not from the matching: the books
-- of the agency (an independent form), and the bureau's and finance's rows, for which the file's own total row answers.
with contribution_book as (
    select region_code, fund_code, period, cast(sum(case when account_code = '4001' then credit - debit else 0 end) as decimal(28, 2)) as amount
    from {{ ref('stg_ss_ledger') }}
    group by region_code, fund_code, period
),

benefit_book as (
    select
        region_code, fund_code, period,
        cast(sum(case when account_code in (select account_code from {{ ref('benefit_account') }}) then debit - credit else 0 end) as decimal(28, 2)) as amount
    from {{ ref('stg_ss_ledger') }}
    group by region_code, fund_code, period
),

journal as (
    select
        region_code, fund_code, period,
        cast(sum(case when item in ('保险费收入', '退费') then income - expenditure else 0 end) as decimal(28, 2)) as premium,
        cast(sum(case when item = '拨付支出户' then expenditure - income else 0 end) as decimal(28, 2)) as payout
    from {{ ref('stg_fin_special_account') }}
    group by region_code, fund_code, period
),

tax as (
    select
        region_code, fund_code, period,
        cast(sum(case when {{ to_period('paid_date') }} = period then amount else 0 end) as decimal(28, 2)) as paid,
        cast(sum(case when {{ to_period('treasury_date') }} = period then amount else 0 end) as decimal(28, 2)) as in_treasury,
        cast(sum(case when {{ to_period('paid_date') }} < period and {{ to_period('treasury_date') }} = period then amount else 0 end) as decimal(28, 2)) as measure_in,
        cast(sum(
            case when {{ to_period('paid_date') }} = period and coalesce({{ to_period('treasury_date') }}, '999999') > period then amount else 0 end
        ) as decimal(28, 2)) as measure_out
    from {{ ref('stg_tax_collection') }}
    group by region_code, fund_code, period
)

select
    scope.region_code,
    fund.fund_code,
    scope.period,
    contribution_book.amount as books_contribution,
    benefit_book.amount as books_benefit,
    coalesce(journal.premium, 0) as journal_premium,
    coalesce(journal.payout, 0) as journal_payout,
    coalesce(tax.paid, 0) as tax_paid,
    coalesce(tax.in_treasury, 0) as tax_in_treasury,
    coalesce(tax.measure_in, 0) as measure_in,
    coalesce(tax.measure_out, 0) as measure_out
from {{ ref('stg_period_scope') }} as scope
inner join {{ ref('region_as_of') }} as span
    on scope.region_code = span.region_code
    and scope.period <= span.as_of
cross join {{ ref('fund') }} as fund
left join contribution_book
    on scope.region_code = contribution_book.region_code
    and scope.period = contribution_book.period
    and fund.fund_code = contribution_book.fund_code
left join benefit_book
    on scope.region_code = benefit_book.region_code
    and scope.period = benefit_book.period
    and fund.fund_code = benefit_book.fund_code
left join journal
    on scope.region_code = journal.region_code
    and scope.period = journal.period
    and fund.fund_code = journal.fund_code
left join tax
    on scope.region_code = tax.region_code
    and scope.period = tax.period
    and fund.fund_code = tax.fund_code
where scope.state = 'complete'
