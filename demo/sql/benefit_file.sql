SELECT payment_no AS 发放流水号, batch_no AS 发放批次号,
    CASE k WHEN 41 THEN left(person_id, 17) || substr('234567890X1', instr('1234567890X', right(person_id, 1)), 1) ELSE person_id END
        AS 证件号码,
    CASE k WHEN 40 THEN '@' || name ELSE name END AS 姓名, fund AS 险种, item AS 待遇项目,
    month_text(getvariable('month')) AS 待遇所属期, yuan(amount) AS 应发金额, yuan(amount) AS 实发金额,
    strftime(paid_date, '%Y-%m-%d') AS 发放日期, CASE WHEN is_first THEN '是' ELSE '否' END AS 首次发放,
    CASE WHEN is_failed THEN '失败' ELSE '成功' END AS 发放结果,
    CASE WHEN is_failed THEN ['账户已销户', '户名不符', '账号有误'][1 + (k % 3)::INTEGER] END AS 失败原因, reissue_of AS 重发原流水号
FROM month_row ORDER BY seq
