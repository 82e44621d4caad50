-- The payments of one month (variable `month`). seq counts from 0; payment numbers run through the year.
CREATE OR REPLACE TABLE month_row AS
WITH slot AS (
    SELECT r.*, i, r.lo + i % (r.hi - r.lo) AS k, r.fixed_last > 0 AND i = r.rows - 1 AS is_carried
    FROM payrun r, LATERAL (SELECT unnest(range(r.rows)) AS i)
    WHERE r.month = getvariable('month')
),
weighed AS (
    SELECT s.*, p.person_id, p.name,
        CASE WHEN s.is_carried THEN 0 WHEN s.fund = '210' THEN 2000000 + p.weight ELSE p.weight END AS w
    FROM slot s JOIN person p ON p.k = s.k
),
shared AS (
    SELECT *, (fen::HUGEINT * w // sum(w) OVER run)::BIGINT AS base FROM weighed WINDOW run AS (PARTITION BY fund, account)
),
filled AS (
    SELECT * EXCLUDE (base, w),
        CASE WHEN is_carried THEN fixed_last
             ELSE base + CASE WHEN i < fen - (sum(base) OVER (PARTITION BY fund, account))::BIGINT THEN 1 ELSE 0 END END AS amount
    FROM shared
),
marked AS (
    SELECT f.*, f.fund IN ('110', '120') AND f.account = '500101' AS is_pension,
        is_carried OR (f.fund = '110' AND f.account = '500101' AND f.i IN (
            SELECT (getvariable('month') * 104729 + j * 7919 + 11) % (f2.rows - 1)
            FROM range(getvariable('returned')) g(j), (SELECT rows FROM payrun WHERE fund = '110' AND account = '500101'
                AND month = getvariable('month')) f2)) AS is_failed
    FROM filled f
),
late AS (
    SELECT *, is_pension AND NOT is_failed AND (k * 31 + getvariable('month') * 7919) % getvariable('late_one_in') = 0 AS is_late
    FROM marked
),
own AS (
    SELECT start + i AS seq, fund, account, item, k, person_id, name, amount,
        CASE WHEN is_late THEN 'L' ELSE batch END AS batch,
        CASE WHEN is_late THEN make_date(getvariable('y'), getvariable('month'), 28) ELSE w.d END AS paid_date,
        k >= first_from AND i < hi - lo AS is_first, is_failed, is_carried, NULL AS reissue_of
    FROM late JOIN calendar c ON c.d = make_date(getvariable('y'), getvariable('month'), late.day::INTEGER)
    JOIN workday w ON w.idx = c.idx
),
again AS (
    SELECT fund, account, item, k, person_id, name, amount,
        'F' || getvariable('region') || lpad((getvariable('paid_before') + seq + 1)::VARCHAR, 10, '0') AS reissue_of
    FROM own WHERE is_failed AND NOT is_carried
    UNION ALL
    SELECT fund, account, item, k, person_id, name, amount, payment_no FROM carried
),
reissued AS (
    SELECT (SELECT count(*) FROM own) + row_number() OVER (ORDER BY fund, reissue_of) - 1 AS seq, a.*, w.d AS paid_date
    FROM again a JOIN calendar c ON c.d = make_date(getvariable('y'), getvariable('month'), 22)
    JOIN workday w ON w.idx = c.idx
),
both_kinds AS (
    SELECT * FROM own
    UNION ALL BY NAME
    SELECT *, 'C' AS batch, false AS is_first, false AS is_failed, false AS is_carried FROM reissued
)
SELECT *, 'F' || getvariable('region') || lpad((getvariable('paid_before') + seq + 1)::VARCHAR, 10, '0') AS payment_no,
    'B' || month_text(getvariable('month')) || fund || batch AS batch_no
FROM both_kinds;

INSERT INTO planted_payment
SELECT p.plant_id, p.kind, m.payment_no, m.fund, getvariable('month'), m.amount, m.batch_no
FROM month_row m JOIN payout_plant p ON p.fund = m.fund AND p.batch = m.batch AND p.month = getvariable('month');
CREATE OR REPLACE TABLE carried AS SELECT * FROM month_row WHERE is_carried;
INSERT INTO bounced SELECT getvariable('month'), * FROM month_row WHERE is_failed OR reissue_of IS NOT NULL;
INSERT INTO batch_total
SELECT fund, getvariable('month'), batch, batch_no, max(paid_date), count(*), sum(amount)::BIGINT,
    (sum(amount) FILTER (NOT is_failed))::BIGINT
FROM month_row GROUP BY fund, batch, batch_no;
