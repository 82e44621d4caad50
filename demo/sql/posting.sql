-- Postings of the agency. `way`: 0 the posting itself, 1 a copy, 2/3 a booked and struck pair, 4 a row
-- without any tax line, 5 the earlier month of a line for two months.
CREATE TABLE posting AS
WITH main_ticket AS (SELECT k, p, fund, kind, ticket_no FROM tax_line WHERE part = 0),
own AS (
    SELECT l.*, t.ticket_no, a.assessment_no, a.amount_due, rnd('key' || l.k || '-' || l.p || '-' || l.fund, 100) AS r,
        CASE WHEN l.plant IS NOT NULL AND l.p = 12 THEN 0 ELSE rnd('post' || l.k || '-' || l.p || '-' || l.fund, 4) END::INTEGER AS lag
    FROM line l JOIN assessment a USING (k, p, fund, kind) LEFT JOIN main_ticket t USING (k, p, fund, kind)
    WHERE l.paid AND l.tm <= 12 AND l.plant IS DISTINCT FROM 'not_posted'
),
booked AS (
    SELECT k, p, fund, kind, plant, plant_id, n AS way, lag,
        CASE WHEN plant = 'misclassified' THEN CASE fund WHEN '410' THEN '210' ELSE '120' END ELSE fund END AS posted_fund,
        CASE WHEN plant = 'misattributed' THEN CASE WHEN p = 1 THEN p + 1 ELSE p - 1 END
             WHEN n = 5 THEN p - 1 ELSE p END AS posted_p,
        kind AS contribution_type, CASE WHEN plant = 'ambiguous' THEN NULL ELSE assessment_no END AS assessment_no,
        amount_due,
        CASE WHEN n = 3 THEN -amount
             WHEN n = 5 THEN amount * 4 // 10
             WHEN is_span THEN amount - amount * 4 // 10
             WHEN plant = 'keying' THEN amount + 9 * ('1' || repeat('0', greatest(0, length(amount::VARCHAR) - 3)))::BIGINT
             WHEN plant = 'rounding' THEN amount + 1
             WHEN plant IN ('partial', 'over_paid', 'recalculated') THEN amount_due
             ELSE amount END AS amount,
        treasury_date,
        CASE WHEN plant IN ('ambiguous', 'no_tax_record') THEN NULL
             WHEN plant IS NOT NULL OR is_span THEN ticket_no
             WHEN r < 5 THEN NULL WHEN r < 9 THEN left(ticket_no, 15) || '000' ELSE ticket_no END AS ticket_no
    FROM own JOIN range(6) g(n)
      ON n = 0 OR (n = 5 AND is_span) OR (n = 1 AND plant IN ('posted_twice', 'ambiguous')) OR (n IN (2, 3) AND plant = 'void')
),
extra AS (  -- money that no tax line stands behind
    SELECT rnd('x' || t.plant_id, getvariable('enterprises')) AS k, t.month AS p, t.fund, '正常' AS kind, t.kind AS plant, t.plant_id,
        4 AS way, rnd('xlag' || t.plant_id, 4)::INTEGER AS lag, t.fund AS posted_fund, t.month AS posted_p,
        CASE t.kind WHEN 'agency_collected' THEN '经办征收' ELSE '正常' END AS contribution_type, NULL AS assessment_no,
        t.amount AS amount_due, t.amount, make_date(getvariable('y'), t.month::INTEGER, 12) AS treasury_date, NULL AS ticket_no
    FROM plant t WHERE t.kind IN ('agency_collected', 'no_key')
),
dated AS (
    SELECT b.*, w.d AS posted_date
    FROM (SELECT * FROM booked UNION ALL SELECT * FROM extra) b
    JOIN calendar c ON c.d = b.treasury_date JOIN workday w ON w.idx = c.idx + b.lag
)
SELECT *, 'D' || getvariable('region')
        || lpad((row_number() OVER (ORDER BY year(posted_date), month(posted_date), k, p, fund, kind DESC, way,
            coalesce(plant_id, 0)))::VARCHAR, 10, '0')
        AS posting_no,
    CASE WHEN year(posted_date) > getvariable('y') THEN 13 ELSE month(posted_date) END AS pm
FROM dated;
