-- Every row of the parties' files is a line of its leg exactly once: as many lines as rows, none of them twice. A ticket
-- line that is reported again when it reaches the treasury is one line.
{%- set populations = [
    ('ssa_tax', 'ss_contribution', 'stg_ss_contribution'),
    ('ssa_tax', 'tax_collection', 'tax_line'),
    ('tax_fin', 'tax_collection', 'tax_line'),
    ('tax_fin', 'fin_special_account', 'stg_fin_special_account'),
    ('ssa_fin_benefit', 'ss_benefit', 'stg_ss_benefit'),
    ('ssa_fin_benefit', 'fin_special_account', 'stg_fin_special_account'),
    ('ledger_fin', 'fin_special_account', 'stg_fin_special_account'),
] %}
with told as (
    select leg, dataset, region_code, source_file_id, source_row, count(*) as verdicts
    from {{ ref('fct_reconciliation_line') }}
    where leg <> 'total_3way'
    group by leg, dataset, region_code, source_file_id, source_row
),

expected as (
    {%- for leg, dataset, model in populations %}
    select '{{ leg }}' as leg, '{{ dataset }}' as dataset, region_code, source_file_id, source_row
    from {{ ref(model) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    coalesce(expected.leg, told.leg) as leg,
    coalesce(expected.source_file_id, told.source_file_id) as source_file_id,
    coalesce(expected.source_row, told.source_row) as source_row,
    told.verdicts
from expected
full outer join told
    on expected.leg = told.leg
    and expected.source_file_id = told.source_file_id
    and expected.source_row = told.source_row
where coalesce(told.dataset, '') <> 'ss_ledger'
    and (expected.leg is null or told.verdicts is null or told.verdicts <> 1)
