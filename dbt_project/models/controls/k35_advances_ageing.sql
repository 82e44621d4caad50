-- Advances (1101) and receipts held (2001) older than a year: the balance beyond what was added in the last twelve
-- months, oldest first. Twelve months of books without a gap are needed, unless the balance is zero.
with movement as (
    select
        region_code,
        fund_code,
        period,
        account_code,
        closing_balance,
        sum(case when account_code = '1101' then debit else credit end) over year as added,
        {{ month_no('period') }} - min({{ month_no('period') }}) over year as span
    from {{ ref('stg_ss_ledger') }}
    where account_code in ('1101', '2001')
    window year as (
        partition by region_code, fund_code, account_code
        order by period nulls last
        rows between 11 preceding and current row
    )
),

aged as (
    select
        movement.*,
        greatest(abs(closing_balance) - added, 0) as old_amount,
        abs(closing_balance) <= added or span = 11 as is_known
    from movement
),

books as (
    select distinct region_code, fund_code, period
    from {{ ref('stg_ss_ledger') }}
),

by_fund as (
    select
        books.region_code,
        books.fund_code,
        books.period,
        cast(coalesce(sum(aged.old_amount), 0) as decimal(28, 2)) as old_amount,
        {{ joined("concat_ws('', aged.account_code, ' 余额 ', cast(aged.closing_balance as string), '，一年以上 ', cast(aged.old_amount as string))") }} as accounts
    from books
    left join aged
        on books.region_code = aged.region_code
        and books.fund_code = aged.fund_code
        and books.period = aged.period
    group by books.region_code, books.fund_code, books.period
    having min(case when aged.account_code is null or aged.is_known then 1 else 0 end) = 1
)

select
    {{ control_result('K35', 'old_amount = 0', 'old_amount', '0', "coalesce(concat_ws('', 'ss_ledger ', accounts), '账上无暂付款、暂收款')", soft=true) }}
from by_fund
