-- Lines of the tax bureau. Part 0 stands on the payer's ticket of the month, every other part on a ticket of its own.
CREATE TABLE tax_line AS
WITH live AS (SELECT * FROM line WHERE paid AND plant IS DISTINCT FROM 'no_tax_record'),
last_batch AS (SELECT fund, tm, max(treasury_date) AS treasury_date FROM live WHERE tm <= 12 AND kind = '正常' GROUP BY ALL),
part AS (
    SELECT k, p, fund, kind, 0 AS part, CASE WHEN kind = '补缴' THEN 5 ELSE 0 END AS sheet, kind AS levy_type,
        CASE WHEN is_split THEN amount * 4 // 10 ELSE amount END AS amount, paid_date, treasury_date, tm, plant, plant_id, is_span
    FROM live
    UNION ALL
    SELECT k, p, fund, kind, 1, fund::INTEGER, kind, amount - amount * 4 // 10, paid_date, treasury_date, tm, plant, plant_id, false
    FROM live WHERE is_split
    UNION ALL
    SELECT k, p, fund, kind, n, fund::INTEGER * 10 + n, kind, amount, paid_date, treasury_date, tm, plant, plant_id, false
    FROM live JOIN range(1, 3) r(n) ON plant = 'ambiguous' OR (plant = 'collected_twice' AND n = 1)
    UNION ALL
    SELECT k, p, fund, kind, 3 + s, fund::INTEGER * 10 + 3, '更正', CASE s WHEN 0 THEN amount ELSE -amount END,
        paid_date, treasury_date, tm, plant, plant_id, false
    FROM live JOIN range(2) r(s) ON plant = 'correction'
    UNION ALL
    SELECT l.k, l.p, l.fund, l.kind, 6, l.fund::INTEGER * 10 + 6, '退库', -l.plant_amount, b.treasury_date, b.treasury_date,
        l.tm, l.plant, l.plant_id, false
    FROM live l JOIN last_batch b USING (fund, tm) WHERE l.plant IN ('not_yet_posted', 'posted_as_expenditure')
    UNION ALL
    SELECT k, p, fund, kind, 7, 0, '滞纳金', plant_amount, paid_date, treasury_date, tm, plant, plant_id, false
    FROM live WHERE plant = 'late_fee'
)
SELECT t.*,
    '465016' || substr(month_text(t.p), 3)
        || lpad((dense_rank() OVER (PARTITION BY t.p ORDER BY t.k, t.sheet))::VARCHAR, 8, '0') AS ticket_no,
    row_number() OVER (PARTITION BY t.p, t.k, t.sheet ORDER BY t.fund, t.part) AS line_no,
    CASE WHEN t.tm <= 12 THEN 'GK' || getvariable('region') || strftime(t.treasury_date, '%Y%m%d') || t.fund END AS batch_no,
    CASE WHEN rnd('noH' || t.k || '-' || t.p || '-' || t.fund || '-' || t.part, 100) < 33 OR t.plant = 'ambiguous'
        THEN NULL ELSE a.assessment_no END AS assessment_no
FROM part t JOIN assessment a USING (k, p, fund, kind);
