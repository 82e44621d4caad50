-- The agency's monthly statistics as delivered, and in their base unit (万人 → 人), one row per fund, month and indicator.
select
    statistic.region_code,
    statistic.fund_code,
    statistic.period,
    cast(substr(statistic.period, 1, 4) as integer) as year,
    statistic.indicator,
    statistic.value,
    statistic.unit,
    cast(statistic.value * unit.to_base as decimal(28, 6)) as base_value,
    unit.base_unit,
    statistic.source_file_id,
    statistic.source_row
from {{ ref('stg_ss_statistics') }} as statistic
left join {{ ref('unit') }} as unit
    on statistic.unit = unit.unit
