-- What leaves the income account (1002 credit) arrives in the special account from it. Refunds by the original channel
-- and money to the upper level are lawful too, but no file lists them: a difference warns.
with books as (
    select region_code, fund_code, period, cast(sum(credit) as decimal(28, 2)) as outflow
    from {{ ref('stg_ss_ledger') }}
    where account_code = '1002'
    group by region_code, fund_code, period
),

swept as (
    select region_code, fund_code, period, cast(sum(income - expenditure) as decimal(28, 2)) as received
    from {{ ref('stg_fin_special_account') }}
    where counterparty like '%收入户%'
    group by region_code, fund_code, period
),

compared as (
    select
        month.region_code,
        month.fund_code,
        month.period,
        books.outflow,
        coalesce(swept.received, 0) as received
    from ({{ complete_month() }}) as month
    inner join books
        on month.region_code = books.region_code
        and month.fund_code = books.fund_code
        and month.period = books.period
    left join swept
        on month.region_code = swept.region_code
        and month.fund_code = swept.fund_code
        and month.period = swept.period
)

select
    {{ control_result('K07', 'outflow = received', 'outflow - received', '0',
        "concat_ws('', 'ss_ledger 1002 贷方 ', cast(outflow as string), '，专户收到收入户 ', cast(received as string))", soft=true) }}
from compared
