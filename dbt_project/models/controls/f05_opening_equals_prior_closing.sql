-- Balance-sheet accounts go on from month to month; income and expenditure accounts do so within a year and open at
-- zero in January, when the year's result has become net assets. Approved adjustments are rows of a seed.
with month as (
    select
        region_code,
        fund_code,
        period,
        case
            when substr(account_code, 1, 1) in ('1', '2') or (substr(account_code, 1, 1) in ('4', '5') and substr(period, 5, 2) <> '01') then account_code
            when substr(account_code, 1, 1) in ('4', '5') then concat_ws('', account_code, ' (一月)')
            else '净资产'
        end as opens_as,
        cast(sum(opening_balance) as decimal(28, 2)) as opening
    from {{ ref('stg_ss_ledger') }}
    where length(account_code) = 4
    group by region_code, fund_code, period, 4
),

closing as (
    select
        region_code,
        fund_code,
        period,
        account_code,
        closing_balance
    from {{ ref('stg_ss_ledger') }}
    where length(account_code) = 4
),

prior_account as (
    select region_code, fund_code, period, account_code as opens_as, closing_balance as closing
    from closing
    where substr(account_code, 1, 1) <> '3'
    union all
    select
        region_code, fund_code, period, '净资产' as opens_as,
        cast(sum(case
            when substr(account_code, 1, 1) = '3' then closing_balance
            when substr(period, 5, 2) <> '12' then 0
            when substr(account_code, 1, 1) = '4' then closing_balance
            when substr(account_code, 1, 1) = '5' then -closing_balance
            else 0
        end) as decimal(28, 2)) as closing
    from closing
    group by region_code, fund_code, period
),

delivered as (
    select distinct region_code, fund_code, period from closing
),

compared as (
    select
        month.region_code,
        month.fund_code,
        month.period,
        month.opens_as,
        month.opening - coalesce(prior_account.closing, 0)
            - case when month.opens_as = '净资产' then coalesce(approved.amount, 0) else 0 end as difference
    from month
    inner join delivered as prior
        on month.region_code = prior.region_code
        and month.fund_code = prior.fund_code
        and {{ prior_month('month.period') }} = prior.period
    left join prior_account
        on month.region_code = prior_account.region_code
        and month.fund_code = prior_account.fund_code
        and {{ prior_month('month.period') }} = prior_account.period
        and month.opens_as = prior_account.opens_as
    left join {{ ref('opening_adjustment') }} as approved
        on month.region_code = approved.region_code
        and month.fund_code = approved.fund_code
        and month.period = approved.period
),

by_fund as (
    select
        region_code,
        fund_code,
        period,
        cast(sum(abs(difference)) as decimal(28, 2)) as difference,
        {{ joined("case when difference <> 0 then concat_ws('', opens_as, ' ', cast(difference as string)) end") }} as accounts
    from compared
    group by region_code, fund_code, period
)

select
    {{ control_result('F05', 'difference = 0', 'difference', '0', "coalesce('ss_ledger ' || accounts, 'ss_ledger')") }}
from by_fund
