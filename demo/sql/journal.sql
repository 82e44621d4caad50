-- The journal of the special account. `source` and the planted columns never leave the generator.
CREATE TABLE payout AS
SELECT b.*, p.plant_id, p.kind AS plant, coalesce(p.amount, 0) AS plant_amount,
    CASE WHEN p.kind = 'in_transit' THEN (SELECT max(d) FROM workday WHERE d < make_date(getvariable('y'), b.month, 1))
         ELSE w.d END AS booked_date,
    p.kind IS NULL AND b.batch <> 'N' AND rnd('nameless' || b.batch_no, 100) < 10 AS is_nameless
FROM batch_total b
LEFT JOIN (SELECT * FROM payout_plant WHERE kind <> 'no_benefit_batch') p ON p.fund = b.fund AND p.month = b.month AND p.batch = b.batch
JOIN calendar c ON c.d = b.paid_date
JOIN workday w ON w.idx = greatest((SELECT min(idx) FROM calendar x WHERE x.is_work AND x.d >= make_date(getvariable('y'), b.month, 1)),
    c.idx - 2 - rnd('before' || b.batch_no, 3)::INTEGER)
WHERE b.batch <> 'C';

CREATE TABLE entry AS
WITH named AS (SELECT r.*, f.premium_title FROM receipt r JOIN fund_name f ON f.fund = r.fund),
first_free AS (SELECT month(d)::INTEGER AS m, min(d) AS d FROM calendar WHERE NOT is_work AND year(d) = getvariable('y') GROUP BY ALL),
raw AS (
    SELECT 1 AS source, 'S' AS series, booked_date, booked_fund AS fund, '保险费收入' AS item,
        '国库划转' || premium_title || CASE WHEN is_nameless THEN '费收入' ELSE '费 批次' || batch_no END AS summary,
        '国家金库' AS counterparty, booked_fen AS income, NULL::BIGINT AS expenditure, batch_no AS tag, plant, plant_id
    FROM named WHERE plant IS DISTINCT FROM 'not_received'
    UNION ALL
    SELECT 2, 'S', booked_date, fund, '保险费收入', '国库划转' || premium_title || '费 批次' || batch_no, '国家金库', fen, NULL, batch_no,
        plant, plant_id
    FROM named WHERE plant = 'posted_twice'
    UNION ALL  -- a receipt whose batch no tax line knows
    SELECT 3, 'S', d, p.fund, '保险费收入',
        '国库划转' || premium_title || '费 批次GK' || getvariable('region') || strftime(d, '%Y%m%d') || p.fund, '国家金库', amount, NULL,
        'x' || plant_id, kind, plant_id
    FROM receipt_plant p JOIN first_free f ON f.m = p.month JOIN fund_name USING (fund) WHERE kind = 'no_tax_record'
    UNION ALL  -- booked and struck
    SELECT 4 + s, 'S', w.d, p.fund, '保险费收入', CASE s WHEN 0 THEN '国库划转' ELSE '冲正 国库划转' END || premium_title || '费收入', '国家金库',
        CASE s WHEN 0 THEN amount ELSE -amount END, NULL, 'c' || plant_id, kind, plant_id
    FROM receipt_plant p JOIN calendar c ON c.d = make_date(getvariable('y'), p.month, 14) JOIN workday w USING (idx)
    JOIN fund_name USING (fund) CROSS JOIN range(2) r(s) WHERE kind = 'correction'
    UNION ALL
    SELECT 6, 'S', w.d, t.fund, '退费', '退' || premium_title || '费 批次' || t.batch_no, t.payer, NULL, -t.amount, t.ticket_no,
        t.plant, t.plant_id
    FROM (SELECT x.*, p.name AS payer FROM tax_line x JOIN payer p USING (k) WHERE levy_type = '退库') t
    JOIN calendar c ON c.d = t.treasury_date JOIN workday w USING (idx) JOIN fund_name USING (fund)
    UNION ALL
    SELECT 7, 'S', w.d, p.fund, '保险费收入', '收入户划转' || premium_title || '费', '社会保险基金收入户', p.fen, NULL, 'a' || p.month,
        'agency_collected', NULL
    FROM (SELECT fund, month, sum(amount)::BIGINT AS fen FROM plant WHERE kind = 'agency_collected' GROUP BY ALL) p
    JOIN calendar c ON c.d = make_date(getvariable('y'), p.month, 20) JOIN workday w USING (idx) JOIN fund_name USING (fund)
    UNION ALL
    SELECT 8, 'S', w.d, d.fund, d.item, premium_title || CASE d.note WHEN '' THEN d.item ELSE d.note END, '财政局',
        CASE WHEN d.income THEN d.fen END, CASE WHEN NOT d.income THEN d.fen END, d.item || d.part, NULL, NULL
    FROM direct d JOIN calendar c ON c.d = d.day JOIN workday w USING (idx) JOIN fund_name USING (fund) WHERE d.item <> '拨付支出户'
    UNION ALL
    SELECT 9, 'Z', booked_date, fund, '拨付支出户', '拨付' || month_text(month)
            || CASE batch WHEN 'D' THEN '丧葬抚恤金' WHEN 'W' THEN '稳定岗位补贴' WHEN 'J' THEN '技能提升补贴'
                 ELSE CASE fund WHEN '210' THEN '失业保险待遇' WHEN '410' THEN '工伤保险待遇' ELSE '养老金' END END
            || CASE WHEN is_nameless THEN '' ELSE ' 批次' || batch_no END,
        '社会保险基金支出户', NULL,
        CASE plant WHEN 'keying' THEN fen + plant_amount WHEN 'batch_shortfall' THEN fen - plant_amount ELSE fen END, batch_no || n, plant, plant_id
    FROM payout JOIN range(2) r(n) ON plant IS DISTINCT FROM 'not_received' AND (n = 0 OR plant = 'posted_twice')
    UNION ALL
    SELECT 10, 'Z', d.day, d.fund, d.item, '拨付' || month_text(month(d.day)) || d.note, '社会保险基金支出户', NULL, d.fen, d.note, NULL, NULL
    FROM direct d WHERE d.item = '拨付支出户'
    UNION ALL
    SELECT 11, 'Z', w.d, p.fund, '拨付支出户', '拨付' || month_text(p.month) || '养老金 批次B' || month_text(p.month) || p.fund || p.batch,
        '社会保险基金支出户', NULL, amount, 'x' || plant_id, kind, plant_id
    FROM payout_plant p JOIN calendar c ON c.d = make_date(getvariable('y'), p.month, 24) JOIN workday w USING (idx)
    WHERE kind = 'no_benefit_batch'
)
SELECT *, month(booked_date)::INTEGER AS month,
    series || month_text(month(booked_date)) || lpad((row_number() OVER (PARTITION BY series, month(booked_date)
        ORDER BY least(source, 8), CASE WHEN source = 1 THEN right(tag, 11) END NULLS LAST, booked_date, fund, source, tag,
            expenditure NULLS LAST, income))::VARCHAR, 5, '0') AS voucher_no
FROM raw;

CREATE TABLE journal AS
SELECT e.*, f.fund_title, (getvariable('special_opening') + sum(coalesce(income, 0) - coalesce(expenditure, 0))
    OVER (ORDER BY booked_date, voucher_no))::BIGINT AS balance
FROM entry e JOIN fund_name f USING (fund);
