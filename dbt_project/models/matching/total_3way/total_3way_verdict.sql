-- The three control totals as lines: equal, or different with the difference explained line by line in the other legs.
with total as (
    select
        region_code, fund_code, period, status,
        max(case line_code when 'agency' then amount end) as agency,
        max(case line_code when 'tax' then amount end) as tax,
        max(case line_code when 'finance' then amount end) as finance
    from {{ ref('total_3way_bridge') }}
    where basis = 'treasury_date'
        and fund_code <> 'all'
    group by region_code, fund_code, period, status
),

line as (
    {%- for party, dataset, item, column, side in [
        ('social_security', 'ss_ledger', '4001', 'agency', 'L'),
        ('tax', 'tax_collection', 'treasury', 'tax', 'M'),
        ('finance', 'fin_special_account', 'premium', 'finance', 'R'),
    ] %}
    select
        '{{ party }}' as party, '{{ dataset }}' as dataset, '{{ side }}' as side,
        concat_ws('', fund_code, '-{{ item }}-', period) as record_key, {{ column }} as amount,
        agency = tax and tax = finance as is_equal,
        region_code, fund_code, period, status
    from total
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    cast('total_3way' as string) as leg,
    line.party,
    line.dataset,
    line.record_key,
    file.source_file_id,
    cast(null as bigint) as source_row,
    line.region_code,
    line.fund_code,
    cast(null as string) as payer_key,
    cast(line.amount as decimal(18, 2)) as amount,
    {{ dbt.last_day(to_date("concat_ws('', line.period, '01')"), 'month') }} as business_date,
    line.period,
    {{ content_id("concat_ws('', 'total|', line.region_code, '|', line.party, '|', line.record_key)") }} as line_id,
    line.side,
    {{ no_id() }} as group_id,
    {{ no_id() }} as related_id,
    'P6' as pass,
    'total_3way' as rule,
    false as is_confirmed,
    case when line.is_equal then 'matched' else 'group_sum_differs' end as verdict,
    case when line.is_equal then cast(null as string) when line.status in ('proven', 'proven_with_open_items') then 'explained_by_lines' else 'batch_shortfall' end as cause,
    line.period as opened_period,
    case when line.is_equal then line.period end as cleared_period,
    cast(null as string) as checker,
    cast(null as string) as unit_text
from line
left join {{ ref('stg_landed_file') }} as file
    on line.dataset = file.dataset
    and line.region_code = file.region_code
    and line.period = file.period
where line.amount is not null
