-- The chart of accounts (财会〔2017〕28号) and every sub-account that the books use.
with used as (
    select
        account_code,
        min(account_name) as account_name
    from {{ ref('stg_ss_ledger') }}
    where length(account_code) > 4
    group by account_code
),

sub_account as (
    select
        used.account_code,
        used.account_name,
        cast(null as string) as english_name,
        parent.account_code as parent_code,
        parent.account_class,
        parent.balance_side,
        cast(parent.is_transfer as boolean) as is_transfer
    from used
    left join {{ ref('account') }} as parent
        on substr(used.account_code, 1, 4) = parent.account_code
)

select
    account_code,
    account_name,
    english_name,
    cast(null as string) as parent_code,
    account_class,
    balance_side,
    cast(is_transfer as boolean) as is_transfer
from {{ ref('account') }}
union all
select
    account_code,
    account_name,
    english_name,
    parent_code,
    account_class,
    balance_side,
    is_transfer
from sub_account
