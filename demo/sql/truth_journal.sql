-- Tax bureau and agency against the finance journal, and the books against the journal.
CREATE TABLE journal_verdict (kind VARCHAR, verdict VARCHAR, cause VARCHAR);
INSERT INTO journal_verdict VALUES
    ('batch_shortfall', 'group_sum_differs', 'batch_shortfall'), ('unit_error', 'group_sum_differs', 'unit_error'),
    ('typo', 'group_sum_differs', 'typo'), ('keying', 'group_sum_differs', 'keying'), ('misclassified', 'fund_differs', 'misclassified'),
    ('not_received', 'only_left', 'not_received'), ('posted_twice', 'duplicate', 'posted_twice'), ('in_transit', 'matched', 'in_transit'),
    ('no_tax_record', 'only_right', 'no_tax_record'), ('no_benefit_batch', 'only_right', 'no_benefit_batch'),
    ('correction', 'self_cancelled', 'correction'), ('agency_collected', 'excluded', 'agency_collected');

INSERT INTO difference
SELECT 'tax_fin', 'R' || r.plant_id, v.verdict, v.cause, 'tax', 'tax_collection', t.ticket_no || '-' || t.line_no, t.fund,
    month_text(r.tm), CAST(t.amount * 0.01 AS DECIMAL(18, 2)), month_text(r.tm), month_text(r.booked_month), r.batch_no
FROM receipt r JOIN journal_verdict v ON v.kind = r.plant
JOIN tax_line t ON t.batch_no = r.batch_no AND t.tm <= 12 AND t.levy_type <> '退库'
WHERE r.plant <> 'posted_twice'
UNION ALL
SELECT 'tax_fin', 'C' || plant_id, 'refund', plant, 'tax', 'tax_collection', ticket_no || '-' || line_no, fund,
    month_text(tm), CAST(amount * 0.01 AS DECIMAL(18, 2)), month_text(tm), month_text(tm), batch_no
FROM tax_line WHERE levy_type = '退库'
UNION ALL
SELECT 'tax_fin', 'N' || ticket_no, 'excluded', 'not_in_treasury', 'tax', 'tax_collection', ticket_no || '-' || line_no, fund,
    month_text(12), CAST(amount * 0.01 AS DECIMAL(18, 2)), month_text(12), NULL, '年末未入库'
FROM tax_line WHERE tm > 12
UNION ALL
SELECT 'tax_fin', CASE source WHEN 7 THEN 'A' || month ELSE 'R' || plant_id END, v.verdict, v.cause, 'finance', 'fin_special_account',
    voucher_no, fund, month_text(month), CAST(income * 0.01 AS DECIMAL(18, 2)),
    month_text(CASE WHEN v.cause = 'in_transit' THEN month - 1 ELSE month END), month_text(month), summary
FROM journal JOIN journal_verdict v ON v.kind = journal.plant
WHERE source IN (1, 2, 3, 4, 5, 7) AND (plant <> 'posted_twice' OR source = 2)
UNION ALL
SELECT 'tax_fin', 'C' || plant_id, 'refund', plant, 'finance', 'fin_special_account', voucher_no, fund, month_text(month),
    CAST(expenditure * 0.01 AS DECIMAL(18, 2)), month_text(month), month_text(month), summary
FROM journal WHERE source = 6
UNION ALL
SELECT 'ssa_fin_benefit', 'P' || m.plant_id, v.verdict, v.cause, 'social_security', 'ss_benefit', m.payment_no, m.fund,
    month_text(m.month), CAST(m.amount * 0.01 AS DECIMAL(18, 2)),
    month_text(CASE WHEN v.cause = 'in_transit' THEN m.month - 1 ELSE m.month END), month_text(m.month), m.batch_no
FROM planted_payment m JOIN journal_verdict v USING (kind) WHERE m.kind <> 'posted_twice'
UNION ALL
SELECT 'ssa_fin_benefit', CASE source WHEN 10 THEN 'D' || voucher_no ELSE 'P' || plant_id END,
    CASE source WHEN 10 THEN 'excluded' ELSE v.verdict END, CASE source WHEN 10 THEN 'without_benefit_batch' ELSE v.cause END,
    'finance', 'fin_special_account', voucher_no, fund, month_text(month), CAST(expenditure * 0.01 AS DECIMAL(18, 2)),
    month_text(month), month_text(CASE WHEN v.cause = 'in_transit' THEN month + 1 ELSE month END), summary
FROM journal LEFT JOIN journal_verdict v ON v.kind = journal.plant
WHERE source = 10 OR source = 11 OR (source = 9 AND plant IS NOT NULL AND (plant <> 'posted_twice' OR right(tag, 1) = '1'))
UNION ALL
SELECT 'ssa_fin_benefit', 'B' || coalesce(reissue_of, payment_no),
    CASE WHEN reissue_of IS NULL THEN 'matched' ELSE 'excluded' END, CASE WHEN reissue_of IS NULL THEN 'returned' ELSE 'reissued' END,
    'social_security', 'ss_benefit', payment_no, fund, month_text(month), CAST(amount * 0.01 AS DECIMAL(18, 2)), month_text(month),
    month_text(month), CASE WHEN is_carried THEN '退票，下月重发' WHEN reissue_of IS NULL THEN '退票' ELSE '重发' END
FROM bounced;

INSERT INTO link
SELECT 'tax_fin', t.ticket_no || '-' || t.line_no, j.voucher_no,
    CASE WHEN v.verdict IN ('group_sum_differs', 'fund_differs') THEN v.verdict ELSE 'matched' END
FROM journal j JOIN tax_line t ON t.batch_no = j.tag AND t.levy_type <> '退库'
LEFT JOIN journal_verdict v ON v.kind = j.plant WHERE j.source = 1
UNION ALL
SELECT 'tax_fin', t.ticket_no || '-' || t.line_no, j.voucher_no, 'refund'
FROM journal j JOIN tax_line t ON t.ticket_no = j.tag WHERE j.source = 6
UNION ALL
SELECT 'ssa_fin_benefit', left(j.tag, length(j.tag) - 1), j.voucher_no,
    CASE WHEN v.verdict = 'group_sum_differs' THEN v.verdict ELSE 'matched' END
FROM journal j LEFT JOIN journal_verdict v ON v.kind = j.plant WHERE j.source = 9 AND right(j.tag, 1) = '0';
