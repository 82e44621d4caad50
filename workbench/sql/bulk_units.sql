-- What one explanation of many lines would be about: whole groups, batches whole; and why a unit may not be in it.
-- $asked: leg:line_id as chosen; $left: leg.party of the left parties; $claimed: leg:id in other live decisions;
-- $barred: legs in which the viewer may not explain; $fitting: leg:verdict that the cause fits, empty while none is chosen.
with asked as (
    select leg, group_id, unit_id, line_id
    from marts.difference_line
    where region_code = $region and concat(leg, ':', line_id) in (select unnest($asked)) and leg in (select unnest($legs))
),

member as (
    select line.*
    from marts.difference_line as line
    where line.region_code = $region
        and (
            (line.leg, line.line_id) in (select (leg, line_id) from asked)
            or (line.leg, line.group_id) in (select (leg, group_id) from asked where group_id is not null)
            or (line.leg, line.unit_id) in (select (leg, unit_id) from asked where unit_id is not null)
        )
),

unit as (
    select
        member.leg, case when list_contains($left, concat(member.leg, '.', member.party)) then 'L' else 'R' end as side, member.party,
        coalesce(member.unit_id, member.line_id) as line_id, min_by(member.dataset, member.line_id) as dataset,
        min_by(member.record_key, member.line_id) as record_key, min_by(member.fund_code, member.line_id) as fund_code,
        cast(sum(member.amount) as decimal(18, 2)) as amount, min_by(member.period, member.line_id) as period,
        min_by(member.verdict, member.line_id) as verdict, min_by(member.cause, member.line_id) as cause,
        min_by(member.line_id, member.line_id) as first_line_id, count(*) as lines, count(open_item.line_id) as open_lines,
        min(coalesce(member.group_id, member.unit_id, member.line_id)) as group_id
    from member
    left join marts.mart_open_item as open_item
        on member.region_code = open_item.region_code and member.leg = open_item.leg and member.line_id = open_item.line_id
    group by member.leg, member.party, coalesce(member.unit_id, member.line_id)
),

judged as (
    select
        unit.*,
        case
            when leg = 'total_3way' then '三方总额没有可处理的明细'
            when list_contains($barred, leg) then '您不是本环节一方的经办会计'
            when open_lines = 0 then '没有未了的差异'
            when list_contains($claimed, concat(leg, ':', line_id)) then '已在另一项待复核或已批准的决定中'
            when len($fitting) > 0 and not list_contains($fitting, concat(leg, ':', verdict)) then '所选原因不适用于这个结论'
        end as own_why
    from unit
),

checked as (
    select
        judged.*,
        coalesce(own_why, case when max(own_why) over (partition by leg, group_id) is not null then '同组的其他行不能办理' end) as why
    from judged
)
