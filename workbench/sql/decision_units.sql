-- What a decision on these lines is about: each line, or the whole batch that it belongs to; with the rest of its group
-- when $whole. One row for each, as the decision records it (amounts in 元, the batch's sum).
with asked as (
    select leg, group_id, unit_id, line_id
    from marts.fct_reconciliation_line
    where leg = $leg and region_code = $region and line_id in (select unnest($lines))
),

member as (
    select line.*
    from marts.fct_reconciliation_line as line
    where line.leg = $leg and line.region_code = $region
        and (
            line.line_id in (select line_id from asked)
            or line.unit_id in (select unit_id from asked where unit_id is not null)
            or $whole and line.group_id in (select group_id from asked where group_id is not null)
        )
)

select
    case when party = $left then 'L' else 'R' end as side, party, min_by(dataset, line_id) as dataset,
    coalesce(unit_id, line_id) as line_id, min_by(record_key, line_id) as record_key, min_by(fund_code, line_id) as fund_code,
    cast(sum(amount) as decimal(18, 2)) as amount, min_by(period, line_id) as period, min_by(verdict, line_id) as verdict,
    min_by(cause, line_id) as cause, count(*) as lines
from member
group by party, coalesce(unit_id, line_id)
order by side, line_id
