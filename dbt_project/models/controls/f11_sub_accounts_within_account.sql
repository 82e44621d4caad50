-- Details never exceed the account they belong to, in the month and in the balance.
with sub_account as (
    select
        region_code,
        fund_code,
        period,
        substr(account_code, 1, 4) as account_code,
        cast(sum(debit) as decimal(28, 2)) as debit,
        cast(sum(credit) as decimal(28, 2)) as credit,
        cast(sum(abs(closing_balance)) as decimal(28, 2)) as closing_balance
    from {{ ref('stg_ss_ledger') }}
    where length(account_code) = 6
    group by region_code, fund_code, period, substr(account_code, 1, 4)
),

compared as (
    select
        sub_account.region_code,
        sub_account.fund_code,
        sub_account.period,
        sub_account.account_code,
        greatest(
            sub_account.debit - coalesce(parent.debit, 0),
            sub_account.credit - coalesce(parent.credit, 0),
            sub_account.closing_balance - coalesce(abs(parent.closing_balance), 0),
            0
        ) as excess
    from sub_account
    left join {{ ref('stg_ss_ledger') }} as parent
        on sub_account.region_code = parent.region_code
        and sub_account.fund_code = parent.fund_code
        and sub_account.period = parent.period
        and sub_account.account_code = parent.account_code
),

by_fund as (
    select
        region_code,
        fund_code,
        period,
        cast(sum(excess) as decimal(28, 2)) as excess,
        {{ joined("case when excess > 0 then account_code end") }} as accounts
    from compared
    group by region_code, fund_code, period
)

select
    {{ control_result('F11', 'excess = 0', 'excess', '0', "coalesce('ss_ledger ' || accounts, 'ss_ledger')") }}
from by_fund
