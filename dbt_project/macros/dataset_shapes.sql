{# Key, amount and content columns of each dataset as landed. The contracts in ingest/sources say the same; a test compares. #}
{% macro dataset_shapes() -%}
    {{ return({
        'tax_collection': {'key': ['ticket_no', 'line_no'], 'amount': 'amount', 'columns': ['ticket_no', 'line_no', 'taxpayer_id', 'payer_name', 'levy_item', 'levy_subitem', 'levy_subitem_name', 'fee_period_start', 'fee_period_end', 'levy_type', 'amount', 'paid_date', 'treasury_date', 'transfer_batch_no', 'assessment_no']},
        'ss_contribution': {'key': ['posting_no'], 'amount': 'amount', 'columns': ['posting_no', 'employer_no', 'uscc', 'employer_name', 'fund_code', 'fee_period', 'contribution_type', 'assessment_no', 'amount_due', 'amount', 'posted_date', 'ticket_no']},
        'ss_assessment': {'key': ['assessment_no'], 'amount': 'amount_due', 'columns': ['assessment_no', 'employer_no', 'uscc', 'employer_name', 'fund_code', 'fee_period', 'contribution_type', 'insured_count', 'contribution_base', 'amount_due', 'assessed_date']},
        'ss_benefit': {'key': ['payment_no'], 'amount': 'amount', 'columns': ['payment_no', 'batch_no', 'person_key', 'fund_code', 'benefit_item', 'benefit_period', 'amount_due', 'amount', 'paid_date', 'is_first', 'result', 'failure_reason', 'reissue_of']},
        'ss_ledger': {'key': ['fund_code', 'account_code'], 'amount': 'closing_balance', 'columns': ['fund_code', 'account_code', 'account_name', 'opening_balance', 'debit', 'credit', 'closing_balance']},
        'ss_statistics': {'key': ['fund_code', 'indicator'], 'amount': none, 'columns': ['fund_code', 'indicator', 'value', 'unit']},
        'fin_special_account': {'key': ['voucher_no', 'entry_no'], 'amount': 'balance', 'columns': ['booked_date', 'voucher_no', 'entry_no', 'fund', 'item', 'summary', 'counterparty', 'income', 'expenditure', 'balance']},
        'fin_budget': {'key': ['fund_code', 'account_code'], 'amount': 'adjusted_budget', 'columns': ['fund_code', 'direction', 'account_code', 'item', 'initial_budget', 'adjusted_budget']},
        'fin_performance_goal': {'key': ['fund_code', 'indicator_code'], 'amount': none, 'columns': ['fund_code', 'level_1', 'level_2', 'level_3', 'indicator_code', 'direction', 'target', 'unit', 'weight', 'demand_driven', 'deviation_reason', 'improvement']},
    }) }}
{%- endmacro %}

{# Text of several columns that can be compared: a missing value is not an empty one. #}
{% macro row_text(alias, columns) -%}
    concat_ws('', {% for column in columns %}coalesce({{ alias }}.{{ column }}, '∅'){% if not loop.last %}, '|', {% endif %}{% endfor %})
{%- endmacro %}
