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
    inbox: Path, dataset: str, region: str, period: str, header: str, rows: Sequence[str], total: str
) -> Path:
    """A `|`-separated file of the agency in GBK with its trailer."""
    path = _path(inbox, "social_security", dataset, region, period, 1, "txt")
    lines = [header, *rows, f"#合计|{len(rows)}|{total}"]
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode("gbk"))
    return path
