-- The figures of the statement per leg, fund (and all) and month in one row; the mart lays them out as lines.
with by_fund as (
    select
        total.leg,
        total.region_code,
        total.fund_code,
        total.period,
        total.left_reported,
        total.right_reported,
        total.left_detail,
        total.right_detail,
        cast(total.left_detail - total.left_expected as decimal(28, 2)) as books_basis,
        case when total.is_by_event then 0 else coalesce(rejected.amount, 0) end as left_rejected,
        reported.measure_in,
        reported.measure_out,
        coalesce(gross.gross_difference, 0) as gross_difference,
        coalesce(balance.brought_forward, 0) as brought_forward,
        coalesce(balance.new_items, 0) as new_items,
        coalesce(balance.cleared, 0) as cleared,
        coalesce(balance.carried_forward, 0) as carried_forward,
        coalesce(balance.open_lines, 0) as open_lines,
        total.is_provable
    from {{ ref('reconciliation_total') }} as total
    inner join {{ ref('reported_amount') }} as reported
        on total.region_code = reported.region_code and total.fund_code = reported.fund_code and total.period = reported.period
    left join {{ ref('reconciliation_open_balance') }} as balance
        on total.leg = balance.leg and total.region_code = balance.region_code
        and total.fund_code = balance.fund_code and total.period = balance.period
    left join {{ ref('reconciliation_gross') }} as gross
        on total.leg = gross.leg and total.region_code = gross.region_code
        and total.fund_code = gross.fund_code and total.period = gross.period
    left join {{ ref('rejected_amount') }} as rejected
        on rejected.dataset = case total.leg when 'ssa_tax' then 'ss_contribution' when 'ssa_fin_benefit' then 'ss_benefit' end
        and total.region_code = rejected.region_code and total.fund_code = rejected.fund_code and total.period = rejected.period
),

proved as (
    select
        by_fund.*,
        cast((left_reported - left_detail + books_basis - left_rejected) - (right_reported - right_detail) as decimal(28, 2)) as unexplained
    from by_fund
)

select
    leg, region_code, fund_code, period, left_reported, right_reported, left_detail, right_detail, books_basis, left_rejected,
    measure_in, measure_out, gross_difference, brought_forward, new_items, cleared, carried_forward, open_lines, is_provable, unexplained
from proved
union all
select
    leg, region_code, 'all' as fund_code, period,
    {%- for column in ['left_reported', 'right_reported', 'left_detail', 'right_detail', 'books_basis', 'left_rejected', 'measure_in', 'measure_out', 'gross_difference', 'brought_forward', 'new_items', 'cleared', 'carried_forward'] %}
    case when count({{ column }}) = count(*) then cast(sum({{ column }}) as decimal(28, 2)) end as {{ column }},
    {%- endfor %}
    cast(sum(open_lines) as bigint) as open_lines,
    bool_and(is_provable) as is_provable,
    case when count(unexplained) = count(*) then cast(sum(unexplained) as decimal(28, 2)) end as unexplained
from proved
group by leg, region_code, period
