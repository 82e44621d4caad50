{# What a line of the large parties is, said once: staging gives each row the identity of a first copy, the line models that
   of the later ones. `row` is the relation, `copy_no` its number as SQL. #}

{% macro tax_line_id(row, copy_no) -%}
    {{ content_id("concat_ws('', 'tax|', " ~ row ~ ".region_code, '|', " ~ row ~ ".record_key, '|', " ~ row ~ ".fund_code, '|', " ~ row
        ~ ".payer_key, '|', cast(" ~ row ~ ".fee_period_start as string), '|', cast(" ~ row ~ ".amount as string), '|', " ~ copy_no ~ ")") }}
{%- endmacro %}

{% macro posting_line_id(row, copy_no) -%}
    {{ content_id("concat_ws('', 'posting|', " ~ row ~ ".region_code, '|', " ~ row ~ ".record_key, '|', " ~ row ~ ".fund_code, '|', " ~ row
        ~ ".payer_key, '|', " ~ row ~ ".fee_period, '|', cast(" ~ row ~ ".amount as string), '|', " ~ copy_no ~ ")") }}
{%- endmacro %}

{# What matching reads of a typed row, beside its identity. #}
{% macro tax_line_columns() -%}
    {{ return(['source_file_id', 'source_row', 'record_key', 'region_code', 'fund_code', 'payer_key', 'amount', 'levy_type', 'paid_date',
               'treasury_date', 'work_no', 'ticket', 'assessment_no', 'transfer_batch_no', 'fee_period_start', 'fee_period_end']) }}
{%- endmacro %}

{% macro posting_line_columns() -%}
    {{ return(['source_file_id', 'source_row', 'record_key', 'region_code', 'fund_code', 'payer_key', 'amount', 'amount_due',
               'contribution_type', 'period', 'posted_date', 'work_no', 'ticket', 'assessment_no', 'fee_period']) }}
{%- endmacro %}
