-- One digest of a month's figures: while it is the same, an approval is for what was shown. $region, $period.
with shown as (
    select concat_ws('|', 'bridge', leg, fund_code, basis, line_no, line_code, amount, status) as line
    from marts.fct_reconciliation_bridge
    where region_code = $region and period = $period
    union all
    select
        concat_ws(
            '|', 'line', leg, party, verdict, cause, confirmed_by, count(*), cast(sum(amount) as decimal(28, 2)),
            cast(sum(cast(hash(line_id) % 1000000007 as bigint)) as bigint)
        ) as line
    from marts.fct_reconciliation_line
    where region_code = $region and (period = $period or cleared_period = $period)
    group by leg, party, verdict, cause, confirmed_by
    union all
    select concat_ws('|', 'control', control_id, fund_code, status, measured, expected) as line
    from marts.mart_control_result
    where region_code = $region and period = $period
    union all
    select concat_ws('|', 'statement', fund_code, basis, line_code, amount, amount_ytd) as line
    from marts.fct_fund_statement
    where region_code = $region and period = $period
    union all
    select concat_ws('|', 'file', source_file_id) as line
    from marts.dim_source_file
    where region_code = $region and period = $period and status = 'accepted'
)

select substr(sha256(coalesce(string_agg(line, chr(10) order by line), '')), 1, 16) as digest
from shown
