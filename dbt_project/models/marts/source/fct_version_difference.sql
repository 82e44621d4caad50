-- What each restated file moved, record by record. Both versions stay; this lists the difference.
with compared as (
    {%- for dataset, shape in dataset_shapes().items() %}
    {{ version_difference(dataset, shape) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    pair.dataset,
    pair.region_code,
    pair.period,
    cast(pair.version as integer) as version,
    cast(pair.prior_version as integer) as prior_version,
    replace(replace(compared.record_key, '|∅', ''), '|', '-') as record_key,
    case
        when compared.prior_source_row is null then 'added'
        when compared.source_row is null then 'removed'
        else 'changed'
    end as change,
    compared.amount,
    compared.prior_amount,
    compared.source_file_id,
    compared.source_row,
    compared.prior_source_file_id,
    compared.prior_source_row
from compared
inner join {{ ref('stg_version_pair') }} as pair
    on compared.source_file_id = pair.source_file_id
where compared.source_row is null
    or compared.prior_source_row is null
    or compared.content <> compared.prior_content
