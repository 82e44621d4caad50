-- Where a month's movement in the books differs from the journal's item. amount = journal − books.
INSERT INTO difference
WITH moved AS (
    SELECT fund, '4001' AS account, tm AS month, -fen AS delta, 'in_transit' AS cause FROM receipt WHERE plant = 'in_transit'
    UNION ALL SELECT fund, '4001', booked_month, fen, 'in_transit' FROM receipt WHERE plant = 'in_transit'
    UNION ALL SELECT fund, '4001', tm, booked_fen - fen, plant FROM receipt WHERE plant IN ('batch_shortfall', 'unit_error', 'typo')
    UNION ALL SELECT fund, '4001', tm, -fen, plant FROM receipt WHERE plant IN ('misclassified', 'not_received')
    UNION ALL SELECT booked_fund, '4001', tm, fen, plant FROM receipt WHERE plant = 'misclassified'
    UNION ALL SELECT fund, '4001', tm, fen, plant FROM receipt WHERE plant = 'posted_twice'
    UNION ALL SELECT fund, '4001', month, amount, kind FROM receipt_plant WHERE kind = 'no_tax_record'
    UNION ALL SELECT fund, '4001', month, amount, 'late_fee' FROM plant WHERE kind = 'late_fee'
    UNION ALL SELECT fund, '4501', month, -amount, 'late_fee' FROM plant WHERE kind = 'late_fee'
    UNION ALL SELECT fund, '4001', month, -amount, kind FROM plant WHERE kind = 'posted_as_expenditure'
    UNION ALL SELECT fund, '5401', month, -amount, kind FROM plant WHERE kind = 'posted_as_expenditure'
    UNION ALL SELECT fund, '1004', month, CASE plant WHEN 'keying' THEN plant_amount WHEN 'batch_shortfall' THEN -plant_amount
            WHEN 'not_received' THEN -fen ELSE fen END, plant
        FROM payout WHERE plant IN ('keying', 'batch_shortfall', 'not_received', 'posted_twice')
    UNION ALL SELECT fund, '1004', month, amount, kind FROM payout_plant WHERE kind = 'no_benefit_batch'
    UNION ALL SELECT fund, '5001', month - 1, fen, 'in_transit' FROM payout WHERE plant = 'in_transit'
    UNION ALL SELECT fund, '5001', month, -fen, 'in_transit' FROM payout WHERE plant = 'in_transit'
    UNION ALL SELECT fund, '5001', month, amount, 'returned' FROM bounced WHERE is_carried
    UNION ALL SELECT fund, '5001', month + 1, -amount, 'returned' FROM bounced WHERE is_carried
)
SELECT 'ledger_fin', 'L' || fund || account || '-' || month, 'amount_differs', cause, 'social_security', 'ss_ledger',
    fund || '-' || account || '-' || month_text(month), fund, month_text(month), CAST(sum(delta) * 0.01 AS DECIMAL(18, 2)),
    month_text(month), month_text(month), CASE WHEN account = '5001' THEN '与拨付支出户比' ELSE '' END
FROM moved GROUP BY fund, account, month, cause;

-- Rows that ingest should warn about or reject, and the rows that the second version of a file changes.
CREATE TABLE oddity AS
SELECT 'ss_benefit' AS dataset, m.month_text AS period, '证件号码' AS column_name, p.name AS row_of, 'check_digit' AS code, 'warn' AS severity
FROM person p, (SELECT month_text(m) AS month_text FROM range(1, 13) r(m)) m
WHERE p.k = 41 AND m.month_text IN (SELECT month_text(month) FROM payrun WHERE 41 >= lo AND 41 < hi)
UNION ALL SELECT 'ss_benefit', m, '姓名', '@测试人员000040', 'formula_like', 'text'
FROM (SELECT DISTINCT month_text(month) AS m FROM payrun WHERE 40 >= lo AND 40 < hi)
UNION ALL SELECT 'ss_assessment', month_text(6), '统一社会信用代码', name, 'check_digit', 'warn' FROM payer WHERE k = 19
UNION ALL SELECT 'ss_assessment', month_text(3), '单位名称', '+' || name, 'formula_like', 'text' FROM payer WHERE k = 23
UNION ALL SELECT 'ss_assessment', month_text(8), '核定日期', name, 'not_a_date', 'reject' FROM payer WHERE k = 29
    AND EXISTS (SELECT 1 FROM assessment a WHERE a.k = 29 AND a.p = 8 AND a.fund = '410')
UNION ALL SELECT 'tax_collection', month_text(4), '缴费人名称', '=1+1' || name, 'formula_like', 'text' FROM payer WHERE k = 17;
