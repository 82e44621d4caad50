-- Amounts of rows that landing rejected, as far as they can be read: they are in the file's total and in no detail.
{%- set datasets = [
    ('tax_collection', ['amount'], 'levy_item', 'tax'),
    ('ss_contribution', ['amount'], 'fund_code', none),
    ('ss_benefit', ['amount'], 'fund_code', none),
    ('fin_special_account', ['income', 'expenditure'], 'fund', 'finance'),
] %}
{%- for dataset, columns, fund, party in datasets %}
{%- for column in columns %}
select
    cast('{{ dataset }}' as string) as dataset,
    cast('{{ column }}' as string) as column_name,
    landed_file.region_code,
    landed_file.period,
    {% if party %}crosswalk.fund_code{% else %}{{ to_text('landed_row.' ~ fund) }}{% endif %} as fund_code,
    cast(sum({{ to_money('landed_row.' ~ column) }}) as decimal(28, 2)) as amount
from {{ source('landing', dataset) }} as landed_row
inner join {{ ref('stg_landed_file') }} as landed_file
    on landed_row.source_file_id = landed_file.source_file_id
inner join (
    select distinct source_file_id, source_row
    from {{ ref('stg_row_finding') }}
    where severity = 'reject'
) as finding
    on landed_row.source_file_id = finding.source_file_id
    and landed_row.source_row = finding.source_row
{%- if party %}
left join {{ ref('fund_crosswalk') }} as crosswalk
    on crosswalk.party = '{{ party }}'
    and {{ to_text('landed_row.' ~ fund) }} = crosswalk.party_code
{%- endif %}
group by landed_file.region_code, landed_file.period, {% if party %}crosswalk.fund_code{% else %}{{ to_text('landed_row.' ~ fund) }}{% endif %}
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
