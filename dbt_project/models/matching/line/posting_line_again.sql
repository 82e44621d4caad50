-- The few postings whose number comes more than once, in whichever region, each row with the number of its copy.
with seen_again as (
    select record_key
    from {{ ref('stg_ss_contribution') }}
    group by record_key
    having count(*) > 1
),

copied as (
    select
        posting.*,
        cast(row_number() over (
            partition by posting.region_code, posting.record_key, posting.amount, posting.fund_code, posting.payer_key, posting.fee_period
            order by posting.period nulls last, posting.posted_date nulls last, posting.ticket_no nulls last, posting.source_row nulls last
        ) as integer) as copy_no
    from {{ ref('stg_ss_contribution') }} as posting
    {{ semi_join() }} seen_again
        on posting.record_key = seen_again.record_key
)

select
    {{ posting_line_id('copied', 'cast(copied.copy_no as string)') }} as line_id,
    copied.line_id as first_copy_id,
    {%- for column in posting_line_columns() %}
    copied.{{ column }},
    {%- endfor %}
    copied.copy_no > 1 as is_repeat
from copied
