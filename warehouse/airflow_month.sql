-- One row per region that delivered for the month: its state, the files it rests on, totals by fund, controls.
-- $period YYYYMM, $region NULL for all. December also rests on the files of the year.
with file as (
    select
        region_code,
        list(source_file_id order by source_file_id) as files
    from marts.dim_source_file
    where status = 'accepted'
        and (period = $period or ($period like '%12' and period = substr($period, 1, 4)))
    group by region_code
),

total as (
    select
        region_code,
        list({
            fund: fund_code, line: line_code, amount: cast(amount as varchar), ytd: cast(amount_ytd as varchar)
        } order by fund_code, line_no) as totals
    from marts.fct_fund_statement
    where period = $period and basis = 'report' and line_kind = 'total'
    group by region_code
),

control as (
    select
        region_code,
        list(distinct concat_ws(' ', control_id, fund_code, evidence) order by concat_ws(' ', control_id, fund_code, evidence))
            filter (where status = 'fail') as failed
    from marts.mart_control_result
    where period = $period
    group by region_code
)

select
    month.region_code,
    month.state,
    month.missing,
    coalesce(file.files, []) as files,
    coalesce(total.totals, []) as totals,
    coalesce(control.failed, []) as failed_controls
from marts.dim_period as month
left join file on month.region_code = file.region_code
left join total on month.region_code = total.region_code
left join control on month.region_code = control.region_code
where month.period = $period and month.region_code = coalesce($region, month.region_code)
order by month.region_code
