-- What a reviewer is shown of a month, leg by leg. $region, $period; amounts in 元.
select
    leg,
    cast(sum(lines) as bigint) as lines,
    cast(sum(matched_lines) as bigint) as matched_lines,
    cast(sum(open_lines) as bigint) as open_lines,
    cast(sum(open_amount) as decimal(28, 2)) as open_amount,
    cast(sum(differing_lines) as bigint) as differing_lines,
    cast(sum(differing_amount) as decimal(28, 2)) as differing_amount,
    cast(sum(unexplained) as decimal(28, 2)) as unexplained,
    case
        when bool_or(status = 'unexplained') then '有未说明差额'
        when bool_or(status = 'not_provable') then '数据不足以证明'
        when bool_or(status = 'proven_with_open_items') then '平，有已说明的未达账项'
        else '平'
    end as status
from marts.mart_reconciliation_summary
where region_code = $region and period = $period
group by leg
order by leg
