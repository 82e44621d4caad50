with delivered as (
    select distinct region_code
    from {{ ref('stg_period_scope') }}
)

select
    delivered.region_code,
    coalesce(region.region_name, concat_ws('', province.region_name, delivered.region_code), delivered.region_code) as region_name,
    coalesce(region.province_name, province.region_name) as province_name,
    -- 兵团 cities (6590xx) are divisions of their own in the budget: never add them to a region by code prefix.
    delivered.region_code like '659%' as is_direct_county
from delivered
left join {{ ref('region') }} as region
    on delivered.region_code = region.region_code
left join {{ ref('region') }} as province
    on concat_ws('', substr(delivered.region_code, 1, 2), '0000') = province.region_code
