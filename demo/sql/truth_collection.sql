-- Agency against tax bureau. Every row is one line of one party that does not simply match in its month.
CREATE TABLE verdict_of (kind VARCHAR, verdict VARCHAR, cause VARCHAR);
INSERT INTO verdict_of VALUES
    ('keying', 'amount_differs', 'keying'), ('partial', 'amount_differs', 'partial'), ('over_paid', 'amount_differs', 'over_paid'),
    ('rounding', 'amount_differs', 'rounding'), ('recalculated', 'amount_differs', 'recalculated'),
    ('misclassified', 'fund_differs', 'misclassified'), ('misattributed', 'period_differs', 'misattributed'),
    ('posted_twice', 'duplicate', 'posted_twice'), ('collected_twice', 'duplicate', 'collected_twice'),
    ('correction', 'self_cancelled', 'correction'), ('void', 'self_cancelled', 'void'),
    ('not_yet_posted', 'refund', 'not_yet_posted'), ('posted_as_expenditure', 'refund', 'posted_as_expenditure'),
    ('late_fee', 'late_fee', 'booked_as_other_income'), ('not_posted', 'only_right', 'not_posted'),
    ('no_tax_record', 'only_left', 'no_tax_record'), ('ambiguous', 'ambiguous', 'equal_candidates'),
    ('no_key', 'unusable_key', 'unknown_payer'), ('agency_collected', 'excluded', 'agency_collected');

CREATE TABLE difference (leg VARCHAR, case_id VARCHAR, verdict VARCHAR, cause VARCHAR, party VARCHAR, dataset VARCHAR,
    record_key VARCHAR, fund VARCHAR, period VARCHAR, amount DECIMAL(18, 2), opened_period VARCHAR, cleared_period VARCHAR, note VARCHAR);

INSERT INTO difference
WITH own AS (SELECT k, p, fund, kind, min(pm) AS pm FROM posting WHERE way = 0 GROUP BY ALL),
tax AS (
    SELECT t.*, month(t.paid_date) AS paid_month, o.pm,
        CASE WHEN t.plant IN ('keying', 'partial', 'over_paid', 'rounding', 'recalculated', 'misclassified', 'misattributed', 'not_posted')
                THEN t.part = 0
             WHEN t.plant = 'collected_twice' THEN t.part = 1 WHEN t.plant = 'correction' THEN t.part >= 3
             WHEN t.plant IN ('not_yet_posted', 'posted_as_expenditure') THEN t.part = 6
             WHEN t.plant = 'late_fee' THEN t.part = 7 WHEN t.plant = 'ambiguous' THEN true ELSE false END AS is_case
    FROM tax_line t LEFT JOIN own o USING (k, p, fund, kind)
),
booked AS (
    SELECT d.*, l.paid_month,
        CASE WHEN d.plant IS NULL THEN false WHEN d.plant = 'posted_twice' THEN d.way = 1 WHEN d.plant = 'void' THEN d.way IN (2, 3)
             ELSE d.plant NOT IN ('collected_twice', 'correction', 'not_yet_posted', 'posted_as_expenditure', 'late_fee') END AS is_case
    FROM posting d LEFT JOIN (SELECT k, p, fund, kind, month(paid_date) AS paid_month FROM line) l USING (k, p, fund, kind)
    WHERE d.pm <= 12
)
SELECT 'ssa_tax', 'C' || plant_id, verdict, cause, 'tax', 'tax_collection', ticket_no || '-' || line_no, fund,
    month_text(paid_month), CAST(amount * 0.01 AS DECIMAL(18, 2)), month_text(paid_month), month_text(paid_month), levy_type
FROM tax JOIN verdict_of v ON v.kind = tax.plant WHERE is_case
UNION ALL
SELECT 'ssa_tax', 'T' || k || '-' || p || '-' || fund, CASE WHEN pm <= 12 THEN 'matched' ELSE 'only_right' END, 'in_transit', 'tax',
    'tax_collection', ticket_no || '-' || line_no, fund, month_text(paid_month), CAST(amount * 0.01 AS DECIMAL(18, 2)),
    month_text(paid_month), CASE WHEN pm <= 12 THEN month_text(pm) END, CASE WHEN tm > 12 THEN '年末未入库' ELSE '' END
FROM tax WHERE NOT is_case AND levy_type IN ('正常', '补缴') AND coalesce(pm, 13) > paid_month AND plant IS DISTINCT FROM 'no_tax_record'
UNION ALL
SELECT 'ssa_tax', 'C' || plant_id, verdict, cause, 'social_security', 'ss_contribution', posting_no, posted_fund, month_text(pm),
    CAST(amount * 0.01 AS DECIMAL(18, 2)), month_text(pm), month_text(pm), 'way ' || way
FROM booked JOIN verdict_of v ON v.kind = booked.plant WHERE is_case
UNION ALL
SELECT 'ssa_tax', 'T' || k || '-' || p || '-' || fund, 'matched', 'in_transit', 'social_security', 'ss_contribution', posting_no,
    posted_fund, month_text(pm), CAST(amount * 0.01 AS DECIMAL(18, 2)), month_text(paid_month), month_text(pm), ''
FROM booked WHERE NOT is_case AND pm > paid_month AND way IN (0, 5);

-- Which lines are the same payment, differing or not: the key of a quality test.
CREATE TABLE link AS
SELECT 'ssa_tax' AS leg, d.posting_no AS left_key, t.ticket_no || '-' || t.line_no AS right_key,
    coalesce(v.verdict, 'matched') AS verdict
FROM posting d JOIN tax_line t USING (k, p, fund, kind)
LEFT JOIN verdict_of v ON v.kind = d.plant AND v.verdict IN ('amount_differs', 'fund_differs', 'period_differs')
WHERE d.pm <= 12 AND d.way IN (0, 5) AND t.levy_type IN ('正常', '补缴') AND d.plant IS DISTINCT FROM 'ambiguous'
  AND (t.part = 0 OR t.plant IS NULL);
