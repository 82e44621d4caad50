-- Money reaches the special account only under the items of its inflow side. A known outflow item that comes back as
-- income is a return and warns; an item that nobody knows fails.
with journal as (
    {{ journal_side('income') }}
),

by_fund as (
    select
        month.region_code,
        month.fund_code,
        month.period,
        coalesce(journal.lines, 0) as lines,
        coalesce(journal.unknown_amount, 0) as unknown_amount,
        coalesce(journal.misplaced_amount + journal.wrong_payee_amount, 0) as odd_amount,
        journal.record_keys
    from ({{ complete_month() }}) as month
    left join journal
        on month.region_code = journal.region_code
        and month.fund_code = journal.fund_code
        and month.period = journal.period
)

select
    {{ control_result('J02', 'unknown_amount = 0 and odd_amount = 0', 'unknown_amount + odd_amount', '0',
        "concat_ws('', 'fin_special_account 收入 ', cast(lines as string), ' 笔', coalesce(concat_ws('', '：', record_keys), ''))", tolerable='unknown_amount = 0') }}
from by_fund
