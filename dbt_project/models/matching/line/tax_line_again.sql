-- The few ticket lines whose numbers come more than once, in whichever region, each row with the number of its copy. A line
-- that is reported again when it reaches the treasury is the same line: the newest report counts (`is_current`), the month
-- in which it was paid stays its month. A row that repeats another one of its file stays a line of its own (copy_no > 1),
-- so that nothing is dropped.
with seen_again as (
    select ticket, line_no
    from {{ ref('stg_tax_collection') }}
    group by ticket, line_no
    having count(*) > 1
),

again as (
    select stg.*
    from {{ ref('stg_tax_collection') }} as stg
    {{ semi_join() }} seen_again
        on stg.ticket = seen_again.ticket
        and stg.line_no = seen_again.line_no
    union all
    select stg.*
    from {{ ref('stg_tax_collection') }} as stg
    where stg.ticket is null
),

copied as (
    select
        again.*,
        row_number() over (
            partition by region_code, record_key, period, amount, fund_code, payer_key, fee_period_start
            order by paid_date nulls last, treasury_date nulls last, source_row nulls last
        ) > 1 as is_repeat,
        cast(row_number() over (
            partition by region_code, record_key, period
            order by amount nulls last, paid_date nulls last, treasury_date nulls last, payer_key nulls last,
                fund_code nulls last, fee_period_start nulls last, source_row nulls last
        ) as integer) as copy_no
    from again
),

newest as (
    select
        copied.*,
        row_number() over (partition by region_code, record_key, copy_no order by period desc nulls last) as age
    from copied
)

select
    {{ tax_line_id('newest', 'cast(newest.copy_no as string)') }} as line_id,
    newest.line_id as first_copy_id,
    {%- for column in tax_line_columns() %}
    newest.{{ column }},
    {%- endfor %}
    newest.is_repeat,
    newest.age = 1 as is_current
from newest
