-- The three parties' totals of premiums, by treasury date: their gaps are closed by the lines of the two legs between them.
with total as (
    select
        region_code,
        fund_code,
        period,
        status,
        max(case when line_code = 'unexplained' then amount end) as unexplained,
        max(case when line_code = 'agency' then amount end) as agency,
        max(case when line_code = 'tax' then amount end) as tax,
        max(case when line_code = 'finance' then amount end) as finance
    from {{ ref('fct_reconciliation_bridge') }}
    where leg = 'total_3way'
        and basis = 'treasury_date'
        and fund_code <> 'all'
    group by region_code, fund_code, period, status
)

select
    {{ control_result('K10', 'unexplained = 0', 'unexplained', '0',
        "concat_ws('', '社保 ', cast(agency as string), '，税务 ', cast(tax as string), '，财政 ', cast(finance as string))") }}
from total
where unexplained is not null
