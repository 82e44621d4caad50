{{ config(materialized='view') }}
-- Assessments by number: each is due once.
select
    region_code,
    assessment_no,
    amount_due as amount
from {{ ref('stg_ss_assessment') }}
