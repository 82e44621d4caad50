SELECT a.assessment_no AS 核定单号, p.employer_no AS 单位编号,
    CASE WHEN a.k = 19 AND a.p = 6 THEN left(p.uscc, 17) || CASE right(p.uscc, 1) WHEN '7' THEN '8' ELSE '7' END ELSE p.uscc END
        AS 统一社会信用代码,
    CASE WHEN a.k = 23 AND a.p = 3 THEN '+' || p.name ELSE p.name END AS 单位名称, a.fund AS 险种, month_text(a.p) AS 费款所属期,
    a.kind AS 缴费类型, p.heads AS 缴费人数, yuan(a.base) AS 缴费基数, yuan(a.amount_due) AS 应缴金额,
    CASE WHEN a.k = 29 AND a.p = 8 AND a.fund = '410' THEN month_text(8) || '32' ELSE strftime(a.assessed_date, '%Y%m%d') END AS 核定日期
FROM assessment a JOIN payer p USING (k)
WHERE a.p = getvariable('month')
ORDER BY a.assessment_no
