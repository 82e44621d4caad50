SELECT ticket_no || chr(9) AS 电子税票号码, line_no AS 明细序号, taxpayer_id AS 纳税人识别号, payer_name AS 缴费人名称,
    i.item AS 征收项目, i.item || '0100' AS 征收品目, i.title AS 品目名称,
    strftime(make_date(getvariable('y'), p::INTEGER - is_span::INTEGER, 1), '%Y-%m-%d') AS 费款所属期起,
    strftime(last_day(make_date(getvariable('y'), p::INTEGER, 1)), '%Y-%m-%d') AS 费款所属期止,
    levy_type AS 税款种类, grouped_yuan(amount) AS 实缴金额, strftime(paid_date, '%Y-%m-%d') AS 缴款日期,
    CASE WHEN is_in_treasury THEN strftime(treasury_date, '%Y-%m-%d') END AS 入库日期,
    CASE WHEN is_in_treasury THEN batch_no END AS 国库划转批次号, assessment_no AS 核定单号
FROM tax_month
JOIN (VALUES ('110', '10201', '职工基本养老保险(单位缴纳)'), ('120', '10211', '机关事业单位基本养老保险(单位缴纳)'),
             ('210', '10202', '失业保险(单位缴纳)'), ('410', '10204', '工伤保险')) i(fund, item, title) USING (fund)
ORDER BY is_update DESC, k, fund, sheet, line_no, ticket_no
