"""Writes small deliveries in the bureaus' formats, by the specification of the files and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import xlsxwriter

Row = Sequence[object]
LEDGER = ("险种", "科目编码", "科目名称", "期初余额", "本期借方", "本期贷方", "期末余额")
BUDGET = ("险种", "收支", "科目编码", "项目", "年初预算", "调整预算")
JOURNAL = ("日期", "凭证号", "险种", "收支项目", "摘要", "对方户名", "收入", "支出", "余额")
GOAL = ("险种", "一级指标", "二级指标", "三级指标", "指标代码", "方向", "目标值", "单位", "分值")
TAX = (
    "电子税票号码", "明细序号", "纳税人识别号", "缴费人名称", "征收项目", "征收品目", "品目名称", "费款所属期起", "费款所属期止",
    "税款种类", "实缴金额", "缴款日期", "入库日期", "国库划转批次号", "核定单号",
)  # fmt: skip
BENEFIT = (
    "发放流水号", "发放批次号", "证件号码", "姓名", "险种", "待遇项目", "待遇所属期", "应发金额", "实发金额", "发放日期",
    "首次发放", "发放结果", "失败原因", "重发原流水号",
)  # fmt: skip
FUND_NAMES = {
    "110": "企业职工基本养老保险基金",
    "120": "机关事业单位基本养老保险基金",
    "210": "失业保险基金",
    "410": "工伤保险基金",
}


def ledger(inbox: Path, region: str, period: str, rows: Sequence[Row], version: int = 1) -> Path:
    """Rows: fund, account, name, opening, debit, credit, closing (yuan as text or Decimal)."""
    four_digit = [row for row in rows if len(str(row[1])) == 4]
    sums = [sum((Decimal(str(row[at])) for row in four_digit), Decimal()) for at in range(3, 7)]
    body = [*rows, ("合计", len(rows), None, *sums)]
    title = f"社会保险基金科目余额表（{period[:4]}年{int(period[4:])}月）"
    path = _path(inbox, "social_security", "ss_ledger", region, period, version, "xlsx")
    return _workbook(path, title, f"行政区划：{region}", "单位：元", [LEDGER], body, money=range(3, 7))


def budget(inbox: Path, region: str, year: str, rows: Sequence[Row]) -> Path:
    """Rows: fund, 收入/支出, account, item, initial and adjusted budget in 万元."""
    sums = [sum((Decimal(str(row[at])) for row in rows), Decimal()) for at in (4, 5)]
    path = _path(inbox, "finance", "fin_budget", region, year, 1, "xlsx")
    title = f"社会保险基金预算表（{year}年）"
    body = [*rows, ("合计", len(rows), None, None, *sums)]
    return _workbook(path, title, f"行政区划：{region}", "单位：万元", [BUDGET], body, money=range(4, 6))


def statistics(inbox: Path, region: str, period: str, rows: Sequence[Row]) -> Path:
    """Rows: fund, indicator, value, unit."""
    path = _path(inbox, "social_security", "ss_statistics", region, period, 1, "xlsx")
    title = f"社会保险统计月报（{period[:4]}年{int(period[4:])}月）"
    body = [*rows, ("合计", len(rows), None, None)]
    return _workbook(
        path, title, f"行政区划：{region}", "单位：见单位列", [("险种", "指标", "数值", "单位")], body, money=[2]
    )


def journal(inbox: Path, region: str, period: str, rows: Sequence[Row]) -> Path:
    """Rows: date, voucher, fund code, item, summary, counterparty, income, expenditure, balance."""
    named = [(row[0], row[1], FUND_NAMES[str(row[2])], *row[3:]) for row in rows]
    sums = [sum((Decimal(str(row[at] or 0)) for row in rows), Decimal()) for at in (6, 7)]
    path = _path(inbox, "finance", "fin_special_account", region, period, 1, "xlsx")
    heads = [
        ("日期", "凭证号", "险种", "收支项目", "摘要", "对方户名", "发生额", None, "余额"),
        (None,) * 6 + ("收入", "支出", None),
    ]
    title = f"社会保险基金财政专户收支明细表（{period[:4]}年{int(period[4:])}月）"
    body = [*named, ("合计", len(rows), None, None, None, None, *sums, None)]
    return _workbook(path, title, f"行政区划：{region}", "单位：元", heads, body, money=range(6, 9))


def goals(inbox: Path, region: str, year: str, rows: Sequence[Row]) -> Path:
    """Rows: fund, level 1 to 3, indicator code, direction, target, unit, weight."""
    path = _path(inbox, "finance", "fin_performance_goal", region, year, 1, "xlsx")
    title = f"社会保险基金绩效目标表（{year}年）"
    return _workbook(path, title, f"行政区划：{region}", "", [GOAL], rows, money=[8])


def tax(inbox: Path, region: str, period: str, rows: Sequence[Row]) -> Path:
    """Rows: the fifteen columns of a ticket line; the amount is the eleventh."""
    path = _path(inbox, "tax", "tax_collection", region, period, 1, "csv")
    return _csv(path, TAX, rows, 10, "gb18030")


def benefit(inbox: Path, region: str, period: str, rows: Sequence[Row]) -> Path:
    """Rows: the fourteen columns of a payment; the amount is the ninth."""
    path = _path(inbox, "social_security", "ss_benefit", region, period, 1, "csv")
    return _csv(path, BENEFIT, rows, 8, "utf-8-sig")


def _csv(path: Path, header: Row, rows: Sequence[Row], amount_at: int, encoding: str) -> Path:
    total: list[object] = ["合计", len(rows), *[""] * (len(header) - 2)]
    total[amount_at] = sum((Decimal(str(row[amount_at])) for row in rows), Decimal())
    lines = [",".join(str(cell) for cell in row) for row in (header, *rows, total)]
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode(encoding))
    return path


def _path(inbox: Path, party: str, dataset: str, region: str, period: str, version: int, extension: str) -> Path:
    folder = inbox / party
    folder.mkdir(parents=True, exist_ok=True)
    suffix = "" if version == 1 else f"_v{version}"
    return folder / f"{dataset}_{region}_{period}{suffix}.{extension}"


def _workbook(
    path: Path,
    title: str,
    left: str,
    right: str,
    heads: Sequence[Row],
    body: Sequence[Row],
    money: Sequence[int] | range,
) -> Path:
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("数据")
        width = len(heads[0])
        sheet.merge_range(0, 0, 0, width - 1, title)
        sheet.write(1, 0, left)
        sheet.write(1, width - 1, right)
        line = 2
        for head in heads:
            sheet.write_row(line, 0, head)
            line += 1
        for row in body:
            for at, value in enumerate(row):
                if value is not None and (at in money or not isinstance(value, str)):
                    sheet.write_number(line, at, float(str(value)))
                elif value is not None:
                    sheet.write_string(line, at, value)
            line += 1
        sheet.write(line, 0, "制表人：")
    return path


def text_file(
    inbox: Path, dataset: str, region: str, period: str, header: str, rows: Sequence[str], total: str, version: int = 1
) -> Path:
    """A `|`-separated file of the agency in GBK with its trailer."""
    path = _path(inbox, "social_security", dataset, region, period, version, "txt")
    lines = [header, *rows, f"#合计|{len(rows)}|{total}"]
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode("gbk"))
    return path
