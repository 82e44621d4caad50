-- The lines of a decision as they were recorded, beside what is published now (元). A batch stands for all of its lines.
with said as (
    select
        unnest($ids) as line_id, unnest($sides) as side, unnest($parties) as party, unnest($keys) as record_key,
        unnest($funds) as fund_code, unnest($periods) as period, cast(unnest($amounts) as decimal(18, 2)) as amount
),

published as (
    select coalesce(unit_id, line_id) as unit_id, line_id, amount, verdict, cause, confirmed_by, cleared_period, source_file_id, source_row
    from marts.fct_reconciliation_line
    where leg = $leg and region_code = $region
        and (line_id in (select line_id from said) or unit_id in (select line_id from said))
)

select
    said.side, said.party, said.record_key, said.fund_code, fund.short_name as fund_name, said.period, said.amount,
    count(published.line_id) as lines_now, cast(sum(published.amount) as decimal(28, 2)) as amount_now,
    coalesce(sum(published.amount) = said.amount, false) as is_same,
    min(published.line_id) as first_line_id, min_by(published.verdict, published.line_id) as verdict,
    min_by(published.cause, published.line_id) as cause, min_by(published.confirmed_by, published.line_id) as confirmed_by,
    min_by(published.source_file_id, published.line_id) as source_file_id,
    min_by(published.source_row, published.line_id) as source_row
from said
left join published
    on said.line_id in (published.unit_id, published.line_id)
left join marts.dim_fund as fund
    on said.fund_code = fund.fund_code
group by said.line_id, said.side, said.party, said.record_key, said.fund_code, fund.short_name, said.period, said.amount
order by is_same, said.side, said.record_key
