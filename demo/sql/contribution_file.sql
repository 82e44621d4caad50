SELECT posting_no AS 到账流水号, employer_no AS 单位编号, uscc AS 统一社会信用代码, employer_name AS 单位名称, posted_fund AS 险种,
    month_text(posted_p) AS 费款所属期, contribution_type AS 缴费类型, assessment_no AS 核定单号, yuan(amount_due) AS 应缴金额,
    yuan(CASE WHEN getvariable('first_version') THEN first_amount ELSE amount END) AS 到账金额,
    strftime(posted_date, '%Y%m%d') AS 到账日期, ticket_no AS 税票号码
FROM contribution_month WHERE NOT (getvariable('first_version') AND revision = 6)
ORDER BY posting_no
