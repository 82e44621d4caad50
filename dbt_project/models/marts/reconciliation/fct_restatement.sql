-- What has moved in a closed month since its close: as published beside as known now. A line that was open and cleared in
-- a later month is no restatement of what was said, but is listed too, as `cleared_later`.
with standing as (
    select region_code, period, version from {{ ref('stg_close') }} where status = 'current'
),

published as (
    select closed_line.*
    from {{ ref('fct_closed_line') }} as closed_line
    inner join standing
        on closed_line.region_code = standing.region_code
        and closed_line.closed_period = standing.period
        and closed_line.close_version = standing.version
),

known as (
    select standing.period as closed_period, standing.version as close_version, line.*
    from {{ ref('fct_reconciliation_line') }} as line
    inner join standing
        on line.region_code = standing.region_code
        and (line.period = standing.period or line.cleared_period = standing.period)
),

{%- set state = "concat_ws('', verdict, '|', coalesce(cause, ''), '|', coalesce(cast(amount as string), ''), '|', coalesce(cleared_period, ''), '|', coalesce(fund_code, ''))" %}
side as (
    select closed_period, close_version, region_code, leg, party, record_key, period, 'published' as side, verdict, cause, amount, cleared_period, {{ state }} as state
    from published
    union all
    select closed_period, close_version, region_code, leg, party, record_key, period, 'known' as side, verdict, cause, amount, cleared_period, {{ state }} as state
    from known
),

compared as (
    select
        closed_period, close_version, region_code, leg, party, record_key,
        {%- for side in ['published', 'known'] %}
        cast(sum(case when side = '{{ side }}' then 1 else 0 end) as bigint) as {{ side }}_lines,
        cast(sum(case when side = '{{ side }}' then amount end) as decimal(28, 2)) as {{ side }}_amount,
        min(case when side = '{{ side }}' then verdict end) as {{ side }}_verdict,
        min(case when side = '{{ side }}' then cause end) as {{ side }}_cause,
        max(case when side = '{{ side }}' then cleared_period end) as {{ side }}_cleared_period,
        {{ joined("case when side = '" ~ side ~ "' then state end") }} as {{ side }}_state
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from side
    group by closed_period, close_version, region_code, leg, party, record_key
)

select
    region_code,
    closed_period as period,
    cast(close_version as integer) as close_version,
    leg,
    party,
    record_key,
    case
        when published_lines = 0 then 'added'
        when known_lines = 0 then 'removed'
        when published_cleared_period is null and known_cleared_period > closed_period and published_amount = known_amount then 'cleared_later'
        else 'changed'
    end as change,
    published_verdict,
    known_verdict,
    published_cause,
    known_cause,
    published_amount,
    known_amount,
    known_cleared_period
from compared
where published_lines <> known_lines
    or coalesce(published_state, '') <> coalesce(known_state, '')
