-- The source files behind each row of a table: those of its indicator's datasets and months, and the goals themselves.
with needed as (
    select line.region_code, line.year, line.fund_code, line.block, line.row_order, source.dataset, source.span
    from {{ ref('table_row') }} as line
    inner join {{ ref('indicator_source') }} as source
        on source.indicator_code = coalesce(line.indicator_code, case when line.block = 'funds' then 'expenditure_execution' end)
    union
    select region_code, year, fund_code, block, row_order, 'fin_performance_goal' as dataset, 'annual' as span
    from {{ ref('table_row') }}
    where block = 'indicator'
)

select
    needed.region_code, needed.year, needed.fund_code, needed.block, needed.row_order,
    concat_ws('', '{"name": ', {{ json_text('file.name') }}, ', "version": ', cast(file.version as string), ', "sha256": "', file.sha256,
        '", "rows": ', cast(file.rows as string), ', "source_file_id": "', file.source_file_id, '"}') as file
from needed
inner join {{ ref('evaluation_year') }} as evaluation_year
    on needed.region_code = evaluation_year.region_code
    and needed.year = evaluation_year.year
inner join {{ ref('dim_source_file') }} as file
    on needed.region_code = file.region_code
    and needed.dataset = file.dataset
    and file.status = 'accepted'
    and case needed.span
        when 'annual' then file.period = cast(needed.year as string)
        when 'close' then file.period = evaluation_year.last_period
        else file.period like concat_ws('', cast(needed.year as string), '%') and length(file.period) = 6
    end
