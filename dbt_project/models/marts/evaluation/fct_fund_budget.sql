-- The year's budget by fund and account, in yuan. in_report_total: the account adds to income or expenditure of the report measure.
select
    budget.region_code,
    budget.fund_code,
    cast(budget.budget_year as integer) as year,
    budget.direction,
    budget.account_code,
    budget.item,
    cast(budget.initial_budget as decimal(28, 2)) as initial_budget,
    cast(budget.adjusted_budget as decimal(28, 2)) as adjusted_budget,
    case
        when length(budget.account_code) = 4 then coalesce(measure.treatment, 'include') = 'include'
        else coalesce(measure.treatment, 'exclude') = 'include'
    end as in_report_total,
    budget.source_file_id,
    budget.source_row
from {{ ref('stg_fin_budget') }} as budget
left join {{ ref('statement_measure') }} as measure
    on measure.basis = 'report'
    and budget.account_code = cast(measure.account_code as string)
