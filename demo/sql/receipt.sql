-- Treasury batches as finance books them: 0–3 working days later, but inside the month, because the treasury is emptied at its end.
CREATE TABLE fund_name (fund VARCHAR, fund_title VARCHAR, premium_title VARCHAR);
INSERT INTO fund_name VALUES
    ('110', '企业职工基本养老保险基金', '企业职工基本养老保险'), ('120', '机关事业单位基本养老保险基金', '机关事业单位基本养老保险'),
    ('210', '失业保险基金', '失业保险'), ('410', '工伤保险基金', '工伤保险');
CREATE TABLE receipt AS
WITH batch AS (
    SELECT batch_no, fund, treasury_date, tm::INTEGER AS tm, sum(amount)::BIGINT AS fen
    FROM tax_line WHERE tm <= 12 AND levy_type <> '退库' GROUP BY ALL
),
numbered AS (
    SELECT *, row_number() OVER (PARTITION BY fund, tm ORDER BY treasury_date DESC) AS from_last,
        row_number() OVER (PARTITION BY fund, tm ORDER BY rnd('batch' || batch_no, 1000000007), batch_no) AS slot
    FROM batch
),
slotted AS (
    SELECT n.*, row_number() OVER (PARTITION BY fund, tm, from_last = 1 ORDER BY slot) AS free_slot FROM numbered n
),
planted AS (
    SELECT s.* EXCLUDE (slot), p.plant_id, p.kind AS plant, coalesce(p.amount, 0) AS plant_amount
    FROM slotted s LEFT JOIN (SELECT * FROM receipt_plant WHERE kind NOT IN ('no_tax_record', 'correction')) p
      ON p.fund = s.fund AND p.month = s.tm
     AND CASE WHEN p.kind = 'in_transit' THEN s.from_last = 1 ELSE s.from_last <> 1 AND s.free_slot = p.slot END
),
closing AS (SELECT month(d) AS tm, max(idx) AS last_idx FROM calendar WHERE is_work AND year(d) = getvariable('y') GROUP BY ALL)
SELECT p.*, w.d AS booked_date, month(w.d)::INTEGER AS booked_month,
    CASE WHEN plant = 'misclassified' THEN '210' ELSE fund END AS booked_fund,
    CASE plant WHEN 'batch_shortfall' THEN fen - plant_amount WHEN 'unit_error' THEN greatest(1, fen // 10000)
        WHEN 'typo' THEN fen * 10 ELSE fen END AS booked_fen,
    plant IS NULL AND rnd('nobatch' || batch_no, 100) < 12 AS is_nameless
FROM planted p JOIN calendar c ON c.d = p.treasury_date JOIN closing l USING (tm)
JOIN workday w ON w.idx = CASE WHEN plant = 'in_transit' THEN l.last_idx + 1
    ELSE least(c.idx + rnd('booked' || batch_no, 4)::INTEGER, l.last_idx) END;
