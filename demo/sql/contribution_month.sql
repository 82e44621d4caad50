-- Postings of a month (variable `month`). `is_revised`: the first version of the file has another amount, or lacks the row.
CREATE OR REPLACE TABLE contribution_month AS
WITH mine AS (SELECT * FROM posting WHERE pm = getvariable('month')),
revised AS (
    SELECT posting_no, row_number() OVER (ORDER BY rnd('v2' || posting_no, 1000000007), posting_no) AS revision
    FROM mine WHERE plant IS NULL AND way = 0 AND contribution_type = '正常' AND getvariable('month') = getvariable('revised_month')
    QUALIFY revision <= 6
)
SELECT m.*, coalesce(r.revision, 0) AS revision,
    CASE WHEN m.plant = 'no_key' THEN getvariable('region') || '9' || lpad(m.plant_id::VARCHAR, 5, '0') ELSE p.employer_no END AS employer_no,
    CASE WHEN m.plant = 'no_key'
        THEN x.code || uscc_check(x.code) ELSE p.uscc END AS uscc,
    CASE WHEN m.plant = 'no_key' THEN '待查缴费单位' || lpad(m.plant_id::VARCHAR, 5, '0') ELSE p.name END AS employer_name,
    m.amount + CASE WHEN r.revision BETWEEN 1 AND 5 THEN 10000 * r.revision ELSE 0 END AS first_amount
FROM mine m JOIN payer p USING (k) LEFT JOIN revised r USING (posting_no)
CROSS JOIN LATERAL (SELECT '91' || getvariable('region') || 'MB' || lpad(coalesce(m.plant_id, 0)::VARCHAR, 7, '0') AS code) x;
CREATE TABLE IF NOT EXISTS revision (posting_no VARCHAR, first_amount DECIMAL(18, 2), amount DECIMAL(18, 2));
INSERT INTO revision
SELECT posting_no, CASE WHEN revision < 6 THEN CAST(first_amount * 0.01 AS DECIMAL(18, 2)) END, CAST(amount * 0.01 AS DECIMAL(18, 2))
FROM contribution_month WHERE revision > 0;
