-- One row per region and payer. The newest spelling wins; the number of spellings shows who is written differently.
with seen as (
    select region_code, payer_key, uscc, employer_no, employer_name as payer_name, period, 1 as preference
    from {{ ref('stg_ss_contribution') }}
    union all
    select region_code, payer_key, uscc, employer_no, employer_name as payer_name, period, 2 as preference
    from {{ ref('stg_ss_assessment') }}
    union all
    select
        region_code,
        payer_key,
        case when length(taxpayer_id) = 18 then taxpayer_id end as uscc,
        cast(null as string) as employer_no,
        payer_name,
        period,
        3 as preference
    from {{ ref('stg_tax_collection') }}
),

ranked as (
    select
        region_code,
        payer_key,
        payer_name,
        row_number() over (
            partition by region_code, payer_key
            order by preference nulls last, period desc nulls last, payer_name nulls last, uscc nulls last, employer_no nulls last
        ) as rank_no
    from seen
),

payer as (
    select
        region_code,
        payer_key,
        max(uscc) as uscc,
        max(employer_no) as employer_no,
        min(period) as first_period,
        max(period) as last_period,
        cast(count(distinct payer_name) as bigint) as name_count
    from seen
    where payer_key is not null
    group by region_code, payer_key
)

select
    payer.region_code,
    payer.payer_key,
    payer.uscc,
    payer.employer_no,
    ranked.payer_name,
    payer.first_period,
    payer.last_period,
    payer.name_count
from payer
inner join ranked
    on payer.region_code = ranked.region_code
    and payer.payer_key = ranked.payer_key
    and ranked.rank_no = 1
