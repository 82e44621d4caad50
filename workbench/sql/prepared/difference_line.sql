-- Every line that is more than a plain agreement inside one month: differing, alone, surplus, cancelled, or in transit between months.
-- difference: right less left of its group, or of itself when it is alone (元).
with line as (
    select
        leg, line_id, party, dataset, record_key, region_code, fund_code, payer_key, amount, business_date, period, group_id, pass,
        rule, verdict, cause, confirmed_by, opened_period, cleared_period, source_file_id, source_row, unit_id, related_record_key,
        case when party = case leg when 'tax_fin' then 'tax' else 'social_security' end then -amount else amount end as signed
    from warehouse.marts.fct_reconciliation_line
    where verdict in (
        'amount_differs', 'fund_differs', 'period_differs', 'group_sum_differs', 'duplicate', 'self_cancelled', 'refund', 'late_fee',
        'only_left', 'only_right', 'ambiguous', 'unusable_key'
    )
    or verdict = 'matched' and opened_period <> cleared_period
),

grouped as (
    select region_code, leg, group_id, cast(sum(signed) as decimal(28, 2)) as difference
    from line
    where group_id is not null and verdict <> 'matched'
    group by region_code, leg, group_id
)

select
    line.* exclude (signed),
    case
        when line.leg = 'total_3way' then null
        when line.verdict = 'matched' then 0.00
        else coalesce(grouped.difference, line.signed)
    end as difference,
    open_item.owner, open_item.line_id is not null as is_open
from line
left join grouped
    on line.region_code = grouped.region_code and line.leg = grouped.leg and line.group_id = grouped.group_id
left join warehouse.marts.mart_open_item as open_item
    on line.region_code = open_item.region_code and line.leg = open_item.leg and line.line_id = open_item.line_id
order by line.leg, line.period, line.line_id
