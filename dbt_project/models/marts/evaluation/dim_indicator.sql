-- The catalogue of indicators, with the datasets that each is computed from.
select
    indicator.indicator_code,
    indicator.indicator_name,
    indicator.definition,
    indicator.unit,
    indicator.source_party,
    source.datasets,
    indicator.direction,
    indicator.scoring,
    indicator.funds
from {{ ref('indicator') }} as indicator
left join (
    select indicator_code, {{ joined('dataset') }} as datasets
    from {{ ref('indicator_source') }}
    group by indicator_code
) as source
    on indicator.indicator_code = source.indicator_code
