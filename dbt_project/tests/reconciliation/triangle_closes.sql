-- d(agency, tax) + d(tax, finance) = d(agency, finance), with the third side taken from the parties' files alone.
with side as (
    select
        region_code, fund_code, period,
        sum(case when leg = 'ssa_tax' and line_code = 'left_reported' then -amount when leg = 'ssa_tax' and line_code = 'right_reported' then amount else 0 end) as agency_to_tax,
        sum(case when leg = 'tax_fin' and line_code = 'left_reported' then -amount when leg = 'tax_fin' and line_code = 'right_reported' then amount else 0 end) as tax_to_finance
    from {{ ref('fct_reconciliation_bridge') }}
    where basis = 'treasury_date'
        and fund_code <> 'all'
        and leg in ('ssa_tax', 'tax_fin')
    group by region_code, fund_code, period
)

select side.*, reported.journal_premium - reported.books_contribution as agency_to_finance
from side
inner join {{ ref('reported_amount') }} as reported
    on side.region_code = reported.region_code
    and side.fund_code = reported.fund_code
    and side.period = reported.period
where side.agency_to_tax + side.tax_to_finance <> reported.journal_premium - reported.books_contribution
