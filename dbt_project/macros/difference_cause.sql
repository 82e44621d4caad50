{# Causes are proposals by rule; a person confirms them. seeds/difference_causes.csv says how each is recognised. #}

{# Whether a declared cause belongs to a leg: both as SQL expressions. #}
{% macro is_cause_of(legs, leg) -%}
    instr(concat_ws('', ';', {{ legs }}, ';'), concat_ws('', ';', {{ leg }}, ';')) > 0
{%- endmacro %}

{# Money may still be on its way: the line is of the region's latest month and no older than the leg's working days. #}
{% macro in_transit(leg) -%}
    (outcome.period = span.as_of and coalesce(outcome.work_no, span.last_work_no) > span.last_work_no - {{ leg_days(leg) }})
{%- endmacro %}

{# The partner may stand in a month before the first that was delivered. #}
{% macro in_transit_at_opening(leg) -%}
    (outcome.period = span.first_period and outcome.work_no <= span.first_work_no + {{ leg_days(leg) }})
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
        when 'duplicate' then case outcome.side when 'L' then 'posted_twice' else 'collected_twice' end
        when 'self_cancelled' then coalesce(struck.cause, 'void')
        when 'refund' then case
            when outcome.side = 'L' then 'no_tax_record'
            when refund_booked.line_id is not null then 'posted_as_expenditure'
            else 'not_yet_posted'
        end
        when 'late_fee' then 'booked_as_other_income'
        when 'only_left' then case when opening.unit_id is not null then 'opening_in_transit' else 'no_tax_record' end
        when 'only_right' then case when outcome.is_waiting or {{ in_transit('ssa_tax') }} then 'in_transit' else 'not_posted' end
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
            when outcome.account_code in ('4001', '5001') then case when detail.account_code is null then 'in_transit' else 'explained_by_lines' end
            when outcome.account_code = '4501' and sums.left_amount - sums.right_amount = extra.late_fees then 'booked_as_other_income'
            when outcome.account_code = '5401' and sums.left_amount - sums.right_amount = extra.refunds then 'posted_as_expenditure'
            else {{ sum_cause('batch_shortfall', 'keying') }}
        end
        when 'only_left' then case
            when outcome.account_code in ('4001', '5001') then 'explained_by_lines'
            when outcome.account_code = '4501' and outcome.amount = extra.late_fees then 'booked_as_other_income'
            when outcome.account_code = '5401' and outcome.amount = extra.refunds then 'posted_as_expenditure'
            else 'not_received'
        end
        when 'only_right' then case when outcome.account_code in ('4001', '5001') then 'explained_by_lines' else 'not_posted' end
    end
{%- endmacro %}
