-- Petitions of the year for every hundred persons insured at its end.
with paired as (
    select
        counted.region_code,
        counted.fund_code,
        counted.year,
        counted.actual as counted,
        per.actual as per,
        counted.evidence_sql as counted_sql,
        per.evidence_sql as per_sql
    from {{ ref('petition_count') }} as counted
    inner join {{ ref('insured_count') }} as per
        on counted.region_code = per.region_code
        and counted.fund_code = per.fund_code
        and counted.year = per.year
)

select
    {{ indicator_result('petition_rate', exact_ratio('100 * counted', 'per'), '%',
        evidence('select ' ~ published_ratio('100 * counted', 'per') ~ ' as actual, counted, per from (select counted.actual as counted, per.actual as per from ({counted_sql}) as counted cross join ({per_sql}) as per) as paired',
            ['counted_sql', 'per_sql'])) }}
from paired
