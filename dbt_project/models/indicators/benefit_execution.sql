-- Execution of the benefit budget; which accounts are benefits is said by seeds/spending_line.csv.
select
    {{ indicator_result('benefit_execution', exact_ratio('100 * executed', 'budget_adjusted'), '%',
        "replace(evidence_sql, 'select executed as actual', 'select " ~ published_ratio('100 * executed', 'budget_adjusted') ~ " as actual')") }}
from {{ ref('spending') }}
where line_code = 'benefits'
