-- The lines of a leg add up to the rows delivered, for each party, fund and month.
with newest_ticket as (
    select
        region_code, fund_code, paid_date, amount,
        row_number() over (partition by region_code, record_key, copy_no order by period desc nulls last) as age
    from (
        select
            stg.*,
            row_number() over (partition by region_code, record_key, period order by amount nulls last, source_row nulls last) as copy_no
        from {{ ref('stg_tax_collection') }} as stg
    ) as counted
),

told as (
    select leg, dataset, region_code, fund_code, period, sum(amount) as amount
    from {{ ref('fct_reconciliation_line') }}
    where (leg, dataset) in (('ssa_tax', 'ss_contribution'), ('ssa_tax', 'tax_collection'), ('ssa_fin_benefit', 'ss_benefit'))
    group by leg, dataset, region_code, fund_code, period
),

delivered as (
    select 'ss_contribution' as dataset, region_code, fund_code, period, sum(amount) as amount
    from {{ ref('stg_ss_contribution') }}
    group by region_code, fund_code, period
    union all
    select 'ss_benefit' as dataset, region_code, fund_code, period, sum(amount) as amount
    from {{ ref('stg_ss_benefit') }}
    group by region_code, fund_code, period
    union all
    select 'tax_collection' as dataset, region_code, fund_code, {{ to_period('paid_date') }} as period, sum(amount) as amount
    from newest_ticket
    where age = 1
    group by region_code, fund_code, {{ to_period('paid_date') }}
)

select delivered.dataset, delivered.region_code, delivered.fund_code, delivered.period, delivered.amount as delivered, told.amount as told
from delivered
left join told
    on delivered.dataset = told.dataset
    and delivered.region_code = told.region_code
    and delivered.fund_code = told.fund_code
    and delivered.period = told.period
where delivered.amount <> coalesce(told.amount, 0)
