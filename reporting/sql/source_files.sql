-- Deliveries behind a figure. $roles says which, $datasets and $year which months of which datasets
select name, version, sha256, rows, source_file_id
from marts.dim_source_file
where region_code = $region
    and status = 'accepted'
    and (
        (list_contains($roles, 'close') and dataset = 'ss_ledger' and period = $period)
        or (list_contains($roles, 'prior') and dataset = 'ss_ledger' and period = $prior_period)
        or (list_contains($roles, 'budget') and dataset = 'fin_budget' and period = $period[:4])
        or (list_contains($roles, 'goal') and dataset = 'fin_performance_goal' and period = $period[:4])
        or (list_contains($roles, 'months') and list_contains($datasets, dataset) and period[:4] = $period[:4])
    )
order by dataset, period, source_file_id
