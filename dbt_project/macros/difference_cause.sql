{# Causes are proposals by rule; a person confirms them. seeds/difference_causes.csv says how each is recognised. #}

{# Money may still be on its way: the line is of the region's latest month and no older than the leg's working days. #}
{% macro in_transit(leg, work_no='day.work_no') -%}
    (line.period = span.as_of and coalesce({{ work_no }}, span.last_work_no) > span.last_work_no - {{ leg_days(leg) }})
{%- endmacro %}

{# The partner may stand in a month before the first that was delivered. #}
{% macro in_transit_at_opening(leg, work_no='day.work_no') -%}
    (line.period = span.first_period and {{ work_no }} <= span.first_work_no + {{ leg_days(leg) }})
{%- endmacro %}

{% macro leg_days(leg) -%}
    {%- set legs = ref('legs') -%}
    {%- if execute -%}
        {{ return(run_query("select transit_days from " ~ legs ~ " where leg = '" ~ leg ~ "'").rows[0][0]) }}
    {%- endif -%}
    {{ return(0) }}
{%- endmacro %}

{% macro ssa_tax_cause() -%}
    case outcome.verdict
        when 'matched' then case when outcome.opened_period <> outcome.cleared_period then 'in_transit' end
        when 'amount_differs' then case
            when abs(sums.left_amount - sums.right_amount) <= 0.05 then 'rounding'
            when sums.amount_due is null or sums.left_amount <> sums.amount_due then 'keying'
            when sums.right_amount > sums.amount_due then 'over_paid'
            when sums.right_amount * 10 < sums.amount_due * 9 then 'partial'
            else 'recalculated'
        end
        when 'fund_differs' then 'misclassified'
        when 'period_differs' then 'misattributed'
        when 'duplicate' then line.duplicate_cause
        when 'self_cancelled' then coalesce(struck.cause, 'void')
        when 'refund' then case
            when outcome.side = 'L' then 'no_tax_record'
            when refund_booked.line_id is not null then 'posted_as_expenditure'
            else 'not_yet_posted'
        end
        when 'late_fee' then 'booked_as_other_income'
        when 'only_left' then case when {{ in_transit_at_opening('ssa_tax') }} and line.fee_from < cast(span.first_period as integer) then 'opening_in_transit' else 'no_tax_record' end
        when 'only_right' then case when {{ in_transit('ssa_tax') }} or (line.transit_date is null) then 'in_transit' else 'not_posted' end
        when 'ambiguous' then 'equal_candidates'
        when 'excluded' then 'agency_collected'
        when 'unusable_key' then 'unknown_payer'
    end
{%- endmacro %}

{# The difference of a group of batch or item sums: unit, typing slip, or an amount short or over. #}
{% macro sum_cause(short, over) -%}
    case
        when abs(sums.left_amount - sums.right_amount * 10000) <= 5000 or abs(sums.right_amount - sums.left_amount * 10000) <= 5000 then 'unit_error'
        when sums.left_amount = sums.right_amount * 10 or sums.right_amount = sums.left_amount * 10 then 'typo'
        when sums.right_amount > sums.left_amount then '{{ over }}'
        else '{{ short }}'
    end
{%- endmacro %}

{% macro tax_fin_cause() -%}
    case outcome.verdict
        when 'matched' then case when outcome.opened_period <> outcome.cleared_period then 'in_transit' end
        when 'group_sum_differs' then {{ sum_cause('batch_shortfall', 'keying') }}
        when 'fund_differs' then 'misclassified'
        when 'duplicate' then 'posted_twice'
        when 'self_cancelled' then 'correction'
        when 'ambiguous' then 'equal_candidates'
        when 'only_left' then case when {{ in_transit('tax_fin') }} then 'in_transit' else 'not_received' end
        when 'only_right' then case when {{ in_transit_at_opening('tax_fin') }} then 'opening_in_transit' else 'no_tax_record' end
    end
{%- endmacro %}

{% macro ssa_fin_benefit_cause() -%}
    case outcome.verdict
        when 'matched' then case when outcome.opened_period <> outcome.cleared_period then 'in_transit' end
        when 'group_sum_differs' then {{ sum_cause('batch_shortfall', 'keying') }}
        when 'fund_differs' then 'misclassified'
        when 'duplicate' then 'posted_twice'
        when 'self_cancelled' then 'correction'
        when 'excluded' then 'reissued'
        when 'only_left' then case when {{ in_transit('ssa_fin_benefit') }} then 'in_transit' else 'not_received' end
        when 'only_right' then case when {{ in_transit('ssa_fin_benefit') }} then 'in_transit' else 'no_benefit_batch' end
    end
{%- endmacro %}

{% macro ledger_fin_cause() -%}
    case outcome.verdict
        when 'matched' then case when outcome.opened_period <> outcome.cleared_period then 'in_transit' end
        when 'fund_differs' then 'misclassified'
        when 'group_sum_differs' then case
            when line.account_code in ('4001', '5001') then case when detail.account_code is null then 'in_transit' else 'explained_by_lines' end
            when line.account_code = '4501' and sums.left_amount - sums.right_amount = extra.late_fees then 'booked_as_other_income'
            when line.account_code = '5401' and sums.left_amount - sums.right_amount = extra.refunds then 'posted_as_expenditure'
            else {{ sum_cause('batch_shortfall', 'keying') }}
        end
        when 'only_left' then case
            when line.account_code in ('4001', '5001') then 'explained_by_lines'
            when line.account_code = '4501' and line.amount = extra.late_fees then 'booked_as_other_income'
            when line.account_code = '5401' and line.amount = extra.refunds then 'posted_as_expenditure'
            else 'not_received'
        end
        when 'only_right' then case when line.account_code in ('4001', '5001') then 'explained_by_lines' else 'not_posted' end
    end
{%- endmacro %}

{# Verdict and cause of every line of a leg whose units are sums: unit outcomes spread over their lines. #}
{% macro bundle_verdict(leg) -%}
with sums as (
    select
        outcome.group_id,
        cast(sum(case when outcome.side = 'L' then unit.amount else 0 end) as decimal(28, 2)) as left_amount,
        cast(sum(case when outcome.side = 'R' then unit.amount else 0 end) as decimal(28, 2)) as right_amount
    from {{ ref(leg ~ '_outcome') }} as outcome
    inner join {{ ref(leg ~ '_unit') }} as unit
        on outcome.unit_id = unit.unit_id
    where outcome.verdict = 'group_sum_differs'
    group by outcome.group_id
)

select
    cast('{{ leg }}' as string) as leg,
    line.party,
    line.dataset,
    line.record_key,
    line.source_file_id,
    line.source_row,
    line.region_code,
    line.fund_code,
    line.payer_key,
    line.amount,
    line.business_date,
    line.period,
    line.line_id,
    case line.party when 'finance' then 'R' else 'L' end as side,
    outcome.group_id,
    outcome.related_id,
    coalesce(outcome.pass, 'P1') as pass,
    coalesce(outcome.rule, '{{ leg }}_scope') as rule,
    coalesce(outcome.is_confirmed, true) as is_confirmed,
    coalesce(outcome.verdict, 'excluded') as verdict,
    coalesce(line.exclusion, {{ caller() }}) as cause,
    coalesce(outcome.opened_period, line.period) as opened_period,
    outcome.cleared_period
from {{ ref(leg ~ '_line') }} as line
left join {{ ref(leg ~ '_outcome') }} as outcome
    on line.unit_id = outcome.unit_id
left join sums
    on outcome.group_id = sums.group_id
left join {{ ref('region_as_of') }} as span
    on line.region_code = span.region_code
left join {{ ref('working_day') }} as day
    on line.business_date = day.day
{%- endmacro %}
