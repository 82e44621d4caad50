,

own as (
    select
        leg, coalesce(group_id, unit_id, line_id) as difference_id, max(group_id) as group_id, max(period) as until,
        sum(difference) as of_lines, min(difference) as of_group
    from chosen
    group by leg, coalesce(group_id, unit_id, line_id)
),

-- Every line of a group carries the group's difference: it counts once, with the members that were there by that month.
known as (
    select
        own.leg, own.difference_id,
        sum(case when member.party = case member.leg when 'tax_fin' then 'tax' else 'social_security' end then -member.amount else member.amount end)
            as difference
    from own
    inner join marts.difference_line as member
        on member.region_code = $region and own.leg = member.leg and own.group_id = member.group_id
        and member.period <= greatest($as_of, own.until)
    group by own.leg, own.difference_id
),

differing as (
    select
        own.leg, own.difference_id,
        case when own.group_id is null then own.of_lines else coalesce(known.difference, own.of_group) end as difference
    from own
    left join known
        on own.leg = known.leg and own.difference_id = known.difference_id
),

differed as (
    select
        count(*) as differences, coalesce(cast(sum(difference) as decimal(28, 2)), 0.00) as net,
        coalesce(cast(sum(abs(difference)) as decimal(28, 2)), 0.00) as gross
    from differing
)

select
    chosen.fund_code, fund.short_name as fund_name, grouping(chosen.fund_code) as is_total, count(*) as lines,
    coalesce(cast(sum(chosen.amount) as decimal(28, 2)), 0.00) as amount,
    coalesce(cast(sum(abs(chosen.amount)) as decimal(28, 2)), 0.00) as size,
    case when grouping(chosen.fund_code) = 1 then (select differences from differed) end as differences,
    case when grouping(chosen.fund_code) = 1 then (select net from differed) end as net,
    case when grouping(chosen.fund_code) = 1 then (select gross from differed) end as gross
from chosen
left join marts.dim_fund as fund
    on chosen.fund_code = fund.fund_code
group by grouping sets ((chosen.fund_code, fund.short_name, fund.sort_no), ())
order by is_total desc, fund.sort_no
