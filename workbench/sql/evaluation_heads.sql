-- The tables of a year: fund, scheme, total and grade, and what is missing.
select
    evaluation.region_code, evaluation.fund_code, coalesce(fund.fund_name, '全区') as fund_name, evaluation.scheme,
    max(evaluation.score) filter (where evaluation.block = 'total') as score,
    max(evaluation.grade) as grade,
    count(*) filter (where evaluation.status = 'incomplete') as incomplete
from marts.mart_self_evaluation as evaluation
left join marts.dim_fund as fund
    on evaluation.fund_code = fund.fund_code
where evaluation.year = $year
group by evaluation.region_code, evaluation.fund_code, fund.fund_name, fund.sort_no, evaluation.scheme
order by evaluation.region_code, fund.sort_no nulls first
