-- Shown to people, never confirmed by the machine: lines left on both sides that a person might put together. By name: the
-- same payer's name and amount under other identifiers. By sum: two left lines of one payer and fund that add up to one of
-- the other side. Payers with more than twelve open lines in a fund get none: there the sums of any two prove nothing. Each
-- line of the tax bureau gets at most three, the nearest day first.
with alone as (
    select outcome.unit_id, outcome.side, outcome.region_code, outcome.fund_code, outcome.amount, outcome.work_no, outcome.period
    from {{ ref('ssa_tax_outcome') }} as outcome
    where outcome.verdict in ('only_left', 'only_right', 'unusable_key', 'ambiguous')
),

known as (
    select alone.*, posting.payer_key, posting.record_key, source.employer_name as payer_name
    from alone
    inner join {{ ref('posting_line') }} as posting
        on alone.unit_id = posting.line_id
    inner join {{ ref('stg_ss_contribution') }} as source
        on posting.source_file_id = source.source_file_id
        and posting.source_row = source.source_row
    union all
    select alone.*, line.payer_key, line.record_key, source.payer_name
    from alone
    inner join {{ ref('tax_line') }} as line
        on alone.unit_id = line.line_id
    inner join {{ ref('stg_tax_collection') }} as source
        on line.source_file_id = source.source_file_id
        and line.source_row = source.source_row
),

named as (
    select known.*, count(*) over (partition by region_code, fund_code, payer_key) as open_lines
    from known
),

bounded as (
    select * from named where open_lines <= 12
),

candidate as (
    select
        l.region_code, l.record_key as left_key, cast(null as string) as second_left_key, r.record_key as right_key,
        'name' as reason, abs(l.work_no - r.work_no) as days, r.amount
    from bounded as l
    inner join bounded as r
        on l.region_code = r.region_code
        and l.fund_code = r.fund_code
        and l.amount = r.amount
        and replace(replace(l.payer_name, ' ', ''), '　', '') = replace(replace(r.payer_name, ' ', ''), '　', '')
    where l.side = 'L' and r.side = 'R'
    union all
    select
        l.region_code, l.record_key as left_key, m.record_key as second_left_key, r.record_key as right_key,
        'sum_of_two' as reason, abs(l.work_no - r.work_no) as days, r.amount
    from bounded as l
    inner join bounded as m
        on l.region_code = m.region_code
        and l.fund_code = m.fund_code
        and l.payer_key = m.payer_key
        and l.record_key < m.record_key
    inner join bounded as r
        on l.region_code = r.region_code
        and l.fund_code = r.fund_code
        and l.payer_key = r.payer_key
        and l.amount + m.amount = r.amount
    where l.side = 'L' and m.side = 'L' and r.side = 'R'
),

ranked as (
    select
        candidate.*,
        row_number() over (
            partition by region_code, right_key
            order by reason nulls last, days nulls last, left_key nulls last, second_left_key nulls last
        ) as place
    from candidate
)

select
    region_code,
    right_key,
    left_key,
    second_left_key,
    reason,
    amount,
    cast(days as integer) as working_days,
    cast(place as integer) as place
from ranked
where place <= 3
