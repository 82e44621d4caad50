-- What each payer owes for a month and fund, and what becomes of it. `copies`: how many times the amount reaches the treasury.
CREATE TABLE owed AS
WITH due AS (
    SELECT p.k, e.p, f.fund, '正常' AS kind, p.heads * p.wage * (1000 + rnd('w' || p.k || '-' || e.p, 60)) AS w
    FROM payer p JOIN event e USING (k)
    CROSS JOIN (SELECT unnest(['main', '210', '410']) AS slot) s
    CROSS JOIN LATERAL (SELECT CASE s.slot WHEN 'main' THEN p.main_fund ELSE s.slot END AS fund) f
    WHERE NOT (s.slot = '410' AND rnd('no410' || p.k, 100) < 3)
    UNION ALL
    SELECT s.k, s.p, '120', '补缴', p.heads * p.wage * (1000 + rnd('s' || s.k, 60)) FROM settlement s JOIN payer p USING (k)
)
SELECT d.*, e.paid_date, e.treasury_date, e.tm,
    d.kind = '补缴' OR rnd('paid' || d.k || '-' || d.p || '-' || d.fund, 1000) >= 15 AS paid,
    row_number() OVER (PARTITION BY d.fund, d.kind, e.tm ORDER BY d.w DESC, d.k, d.p) = 1 AS is_largest
FROM due d JOIN event e USING (k, p);

-- Planted cases take the lines of their fund and month in the order of a hash, one line each.
CREATE TABLE line AS
WITH candidate AS (
    SELECT k, p, fund, kind,
        row_number() OVER (PARTITION BY fund, p ORDER BY rnd('slot' || k || '-' || p || '-' || fund, 1000000007), k) AS slot
    FROM owed WHERE kind = '正常' AND (paid OR is_largest) AND tm = p AND NOT is_largest
),
marked AS (
    SELECT o.* EXCLUDE (paid), o.paid OR o.is_largest AS paid, c.plant_id, c.plant, coalesce(c.plant_amount, 0) AS plant_amount
    FROM owed o
    LEFT JOIN (
        SELECT d.k, d.p, d.fund, d.kind, t.plant_id, t.kind AS plant, t.amount AS plant_amount
        FROM candidate d JOIN (SELECT * FROM plant WHERE kind NOT IN ('agency_collected', 'no_key')) t
            ON t.fund = d.fund AND t.month = d.p AND t.slot = d.slot
    ) c ON c.k = o.k AND c.p = o.p AND c.fund = o.fund AND c.kind = o.kind
),
counted AS (
    SELECT *, CASE WHEN NOT paid OR plant = 'no_tax_record' OR tm = 13 THEN 0
                   WHEN plant = 'collected_twice' THEN 2 WHEN plant = 'ambiguous' THEN 3 ELSE 1 END AS copies
    FROM marked
),
shared AS (
    SELECT fund, kind, tm, sum(w * copies)::HUGEINT AS whole FROM counted WHERE copies > 0 GROUP BY ALL
),
floored AS (
    SELECT c.*, (p.fen::HUGEINT * c.w // s.whole)::BIGINT AS base, p.fen
    FROM counted c JOIN shared s ON s.fund = c.fund AND s.kind = c.kind AND s.tm = least(c.tm, 12)
    JOIN pool p ON p.fund = c.fund AND p.kind = c.kind AND p.month = least(c.tm, 12)
)
-- The largest line takes the fen that the division leaves, so that the lines add up to the books.
SELECT * EXCLUDE (base, fen),
    base + CASE WHEN is_largest AND tm <= 12
        THEN fen - (sum(base * copies) OVER (PARTITION BY fund, kind, tm))::BIGINT ELSE 0 END AS amount,
    plant IS NULL AND kind = '正常' AND NOT is_largest AND rnd('split' || k || '-' || p || '-' || fund, 1000) < 6 AS is_split,
    -- A line for two months, which the agency posts month by month.
    plant IS NULL AND kind = '正常' AND NOT is_largest AND p > 1
        AND rnd('split' || k || '-' || p || '-' || fund, 1000) BETWEEN 6 AND 9 AS is_span
FROM floored;

CREATE TABLE assessment AS
SELECT 'H' || getvariable('region') || month_text(p)
    || lpad((row_number() OVER (PARTITION BY p ORDER BY k, fund, kind DESC))::VARCHAR, 8, '0') AS assessment_no,
    k, p, fund, kind,
    -- The contribution base that would make the pension rate 24 %.
    greatest(1, (w * b.fen // (b.whole * 24))::BIGINT) * 100 AS base,
    CASE plant WHEN 'partial' THEN amount * 10 // 6 WHEN 'over_paid' THEN amount - greatest(1, amount // 10)
        WHEN 'recalculated' THEN amount * 102 // 100 + 1 ELSE amount END AS amount_due,
    make_date(getvariable('y'), p::INTEGER, 1) + rnd('assessed' || k || '-' || p || '-' || fund, 5)::INTEGER AS assessed_date
FROM line
JOIN (SELECT o.fund AS main_fund, o.p AS base_p, sum(o.w)::HUGEINT AS whole, min(q.fen)::HUGEINT AS fen
      FROM owed o JOIN pool q ON q.fund = o.fund AND q.kind = o.kind AND q.month = o.p
      WHERE o.fund IN ('110', '120') AND o.kind = '正常' GROUP BY ALL) b
  ON b.base_p = p AND b.main_fund = (SELECT main_fund FROM payer q WHERE q.k = line.k);
