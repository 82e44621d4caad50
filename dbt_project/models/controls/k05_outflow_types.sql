-- Money leaves the special account only under the items of its outflow side. A payee other than the item's own warns:
-- names are written by people.
with journal as (
    {{ journal_side('expenditure') }}
),

by_fund as (
    select
        month.region_code,
        month.fund_code,
        month.period,
        coalesce(journal.lines, 0) as lines,
        coalesce(journal.unknown_amount + journal.misplaced_amount, 0) as forbidden,
        coalesce(journal.wrong_payee_amount, 0) as wrong_payee,
        journal.record_keys
    from ({{ complete_month() }}) as month
    left join journal
        on month.region_code = journal.region_code
        and month.fund_code = journal.fund_code
        and month.period = journal.period
)

select
    {{ control_result('K05', 'forbidden = 0 and wrong_payee = 0', 'forbidden + wrong_payee', '0',
        "concat_ws('', 'fin_special_account 支出 ', cast(lines as string), ' 笔', coalesce(concat_ws('', '：', record_keys), ''))", tolerable='forbidden = 0') }}
from by_fund
