-- Each line of the funds block as the SQL term that picks its rows: from the statement and from the budget.
with line as (
    select
        line_code,
        cast(line_no as integer) as line_no,
        item,
        basis,
        statement_line,
        concat_ws('',
            case when fund_code = '*' then '' else concat_ws('', ' and fund_code = ''', fund_code, '''') end,
            ' then ', cast(sign as string)
        ) as result
    from {{ ref('spending_line') }}
),

described as (
    select
        line_code, line_no, item, basis,
        concat_ws('', 'when line_code = ''', statement_line, '''', result) as statement_part,
        case statement_line
            when 'expenditure' then concat_ws('', 'when direction = ''支出'' and in_report_total', result)
            else concat_ws('', 'when account_code = ''', statement_line, '''', result)
        end as budget_part
    from line
)

select
    line_code,
    min(line_no) as line_no,
    min(item) as item,
    min(basis) as basis,
    concat_ws('', 'case ', replace({{ joined('statement_part') }}, ';', ''), ' end') as statement_sign,
    concat_ws('', 'case ', replace({{ joined('budget_part') }}, ';', ''), ' end') as budget_sign
from described
group by line_code
