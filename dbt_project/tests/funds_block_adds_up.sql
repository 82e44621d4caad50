-- The parts of the funds block, with the central adjustment that the report measure counts, are its total.
with part as (
    select
        spending.region_code, spending.fund_code, spending.year, spending.last_period,
        sum(case when line_code = 'total' then executed else 0 end) as total,
        sum(case when line_code in ('benefits', 'transfers_out', 'other') then executed else 0 end) as parts
    from {{ ref('spending') }} as spending
    group by spending.region_code, spending.fund_code, spending.year, spending.last_period
)

select part.*
from part
left join {{ ref('fct_fund_statement') }} as adjustment
    on part.region_code = adjustment.region_code
    and part.fund_code = adjustment.fund_code
    and part.last_period = adjustment.period
    and adjustment.basis = 'accounting'
    and adjustment.line_code = '530101'
where part.total <> part.parts + coalesce(adjustment.amount_ytd, 0)
