-- Each income and expenditure account under each measure (口径): is it a line, does it count in the total, or is it
-- one of the transfers that lie between the measure's result and the balance? The measures are rows of a seed.
with flow as (
    select
        account_month.*,
        case when substr(account_code, 1, 1) = '4' then 'income' else 'expenditure' end as side,
        substr(account_code, 1, 4) as parent_code
    from {{ ref('account_month') }} as account_month
    where substr(account_code, 1, 1) in ('4', '5')
),

treated as (
    select
        basis.basis,
        flow.*,
        own.treatment as own_treatment,
        parent.treatment as parent_treatment
    from flow
    cross join {{ ref('statement_basis') }} as basis
    left join {{ ref('statement_measure') }} as own
        on basis.basis = own.basis
        and flow.account_code = cast(own.account_code as string)
    left join {{ ref('statement_measure') }} as parent
        on basis.basis = parent.basis
        and flow.parent_code = cast(parent.account_code as string)
)

select
    basis,
    region_code,
    fund_code,
    period,
    account_code,
    account_name,
    side,
    case when length(account_code) = 4 then 'item' else 'detail' end as line_kind,
    amount,
    closing_balance as amount_ytd,
    budget_adjusted,
    case
        when length(account_code) = 4 then coalesce(own_treatment, 'include') = 'include'
        else coalesce(own_treatment, 'exclude') = 'include' or parent_treatment is null
    end as is_line,
    case
        when length(account_code) = 4 and coalesce(own_treatment, 'include') = 'include' then 1
        when length(account_code) > 4 and own_treatment = 'include' then 1
        else 0
    end as counts_in_total,
    case
        when length(account_code) = 4 and own_treatment = 'exclude' then 1
        when length(account_code) > 4 and own_treatment = 'include' then -1
        else 0
    end as counts_in_transfers
from treated
