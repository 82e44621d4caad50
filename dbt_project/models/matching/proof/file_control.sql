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

expected as (
    {%- for dataset, column in [
        ('tax_collection', 'amount'), ('ss_contribution', 'amount'), ('ss_benefit', 'amount'),
        ('fin_special_account', 'income'), ('fin_special_account', 'expenditure'), ('ss_ledger', 'debit'), ('ss_ledger', 'credit'),
    ] %}
    select dataset, '{{ column }}' as column_name, region_code, period
    from {{ ref('stg_landed_file') }}
    where dataset = '{{ dataset }}'
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

compared as (
    select
        expected.dataset,
        expected.region_code,
        expected.period,
        reported.amount is not null as is_reported,
        reported.amount - coalesce(detail.amount, 0) - coalesce(rejected.amount, 0) as gap
    from expected
    {%- for other in ['detail', 'reported', 'rejected'] %}
    left join {{ ref('stg_reported_total') ~ ' as reported' if other == 'reported' else other }}
        on expected.dataset = {{ other }}.dataset
        and expected.column_name = {{ other }}.column_name
        and expected.region_code = {{ other }}.region_code
        and expected.period = {{ other }}.period
    {%- endfor %}
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
