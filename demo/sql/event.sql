-- One payment event per payer and month: the day it is paid, the day it reaches the treasury, and that day's month.
-- tm = 13: it reaches the treasury only after the year.
CREATE TABLE event AS
WITH drawn AS (
    SELECT p.k, m.p, make_date(getvariable('y'), m.p::INTEGER, 1) AS first_day,
        CASE WHEN s.k IS NULL THEN rnd('end' || p.k || '-' || m.p, 100) ELSE 99 END AS r,
        rnd('day' || p.k || '-' || m.p, 23)::INTEGER AS day_no, rnd('lag' || p.k || '-' || m.p, 3)::INTEGER AS lag
    FROM payer p CROSS JOIN range(1, 13) m(p)
    LEFT JOIN settlement s ON s.k = p.k AND s.p = m.p
),
paid AS (
    SELECT k, p, CASE WHEN r < 4 THEN last_day(first_day) - (r % 2)::INTEGER ELSE first_day + 3 + day_no END AS paid_date,
        CASE WHEN r < 4 THEN 1 + lag ELSE lag END AS lag
    FROM drawn
)
SELECT e.k, e.p, e.paid_date, w.d AS treasury_date,
    CASE WHEN year(w.d) > getvariable('y') THEN 13 ELSE month(w.d) END AS tm
FROM paid e JOIN calendar c ON c.d = e.paid_date JOIN workday w ON w.idx = c.idx + e.lag;
