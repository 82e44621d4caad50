-- Per dataset and month: does the file report a total, and how far is it from its rows, rejected ones included?
with detail as (
    select 'tax_collection' as dataset, 'amount' as column_name, region_code, period, cast(sum(amount) as decimal(28, 2)) as amount
    from {{ ref('stg_tax_collection') }}
    group by region_code, period
    union all
    select 'ss_contribution' as dataset, 'amount' as column_name, region_code, period, cast(sum(amount) as decimal(28, 2)) as amount
    from {{ ref('stg_ss_contribution') }}
    group by region_code, period
    union all
    select 'ss_benefit' as dataset, 'amount' as column_name, region_code, period, cast(sum(amount) as decimal(28, 2)) as amount
    from {{ ref('stg_ss_benefit') }}
    group by region_code, period
    {%- for column in ['income', 'expenditure'] %}
    union all
    select 'fin_special_account' as dataset, '{{ column }}' as column_name, region_code, period, cast(sum({{ column }}) as decimal(28, 2)) as amount
    from {{ ref('stg_fin_special_account') }}
    group by region_code, period
    {%- endfor %}
    {%- for column in ['debit', 'credit'] %}
    union all
    select 'ss_ledger' as dataset, '{{ column }}' as column_name, region_code, period, cast(sum({{ column }}) as decimal(28, 2)) as amount
    from {{ ref('stg_ss_ledger') }}
    where length(account_code) = 4
    group by region_code, period
    {%- endfor %}
),

rejected as (
    select dataset, column_name, region_code, period, cast(sum(amount) as decimal(28, 2)) as amount
    from {{ ref('rejected_amount') }}
    group by dataset, column_name, region_code, period
),

compared as (
    select
        detail.dataset,
        detail.region_code,
        detail.period,
        reported.amount is not null as is_reported,
        reported.amount - detail.amount - coalesce(rejected.amount, 0) as gap
    from detail
    left join {{ ref('stg_reported_total') }} as reported
        on detail.dataset = reported.dataset
        and detail.column_name = reported.column_name
        and detail.region_code = reported.region_code
        and detail.period = reported.period
    left join rejected
        on detail.dataset = rejected.dataset
        and detail.column_name = rejected.column_name
        and detail.region_code = rejected.region_code
        and detail.period = rejected.period
)

select
    dataset,
    region_code,
    period,
    bool_and(is_reported) as is_reported,
    cast(sum(coalesce(gap, 0)) as decimal(28, 2)) as gap,
    coalesce(bool_and(is_reported and gap = 0), false) as agrees
from compared
group by dataset, region_code, period
