"""Writes the workbooks: title, unit row, header (two rows and merged in the journal), rows, 合计, signature."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

JOURNAL_HEADER = ["日期", "凭证号", "险种", "收支项目", "摘要", "对方户名", "发生额", None, "余额"]
JOURNAL_SECOND = [None] * 6 + ["收入", "支出", None]
LEDGER_HEADER = ["险种", "科目编码", "科目名称", "期初余额", "本期借方", "本期贷方", "期末余额"]
STATISTICS_HEADER = ["险种", "指标", "数值", "单位"]
BUDGET_HEADER = ["险种", "收支", "科目编码", "项目", "年初预算", "调整预算"]
GOAL_HEADER = [
    "险种", "一级指标", "二级指标", "三级指标", "指标代码", "方向",
    "目标值", "单位", "分值", "需求驱动", "偏差原因", "改进措施",
]  # fmt: skip
JOURNAL_FUND = {
    "110": "企业职工基本养老保险基金", "120": "机关事业单位基本养老保险基金",
    "210": "失业保险基金", "410": "工伤保险基金",
}  # fmt: skip
Row = list[Any]


def money(fen: int) -> Decimal:
    """Fen as a decimal of yuan: what the cell shall show."""
    return Decimal(fen) / 100


def write_book(path: Path, sheet: str, title: str, rows: list[Row], merged: list[str] | None = None) -> None:
    """One sheet from row 1; ``merged`` lists ranges like ``A3:A4``. The same rows give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False})
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001
    page = book.add_worksheet(sheet)
    width = max(len(row) for row in rows)
    page.merge_range(0, 0, 0, width - 1, title)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if value is not None:
                page.write(number, column, value)
    for area in merged or []:
        page.merge_range(area, "")
        first = area.split(":")[0]
        page.write(first, rows[int(first[1:]) - 2][ord(first[0]) - ord("A")])
    book.close()


def _title(name: str, period: str) -> str:
    return f"{name}（{period[:4]}年{int(period[4:])}月）"


def write_journal(con: duckdb.DuckDBPyConnection, path: Path, region: str, period: str, balance: int) -> int:
    """The special account of a month from the opening ``balance`` in fen; answers the closing one."""
    entries = con.execute(
        "select strftime(booked, '%Y/%m/%d'), record_key, fund, item, summary, counterparty, fen from journal "
        "where ym(booked) = $period order by booked, record_key",
        {"period": period},
    ).fetchall()
    rows: list[Row] = [
        [f"行政区划：{region}", *[None] * 6, "单位：元", None], list(JOURNAL_HEADER), list(JOURNAL_SECOND),
    ]  # fmt: skip
    income = spent = 0
    for day, voucher, fund, item, summary, other, fen in entries:
        balance += fen
        income, spent = income + max(fen, 0), spent + max(-fen, 0)
        amounts = [money(fen) if fen > 0 else None, money(-fen) if fen < 0 else None, money(balance)]
        rows.append([day, voucher, JOURNAL_FUND[fund], item, summary, other, *amounts])
    rows.append(["合计", len(entries), None, None, None, None, money(income), money(spent), None])
    rows.append(["制表人：", None, None, None, "复核人：", None, None, None, None])
    merged = [f"{c}3:{c}4" for c in "ABCDEFI"] + ["G3:H3"]
    write_book(path, "收支明细", _title("社会保险基金财政专户收支明细表", period), rows, merged)
    return balance


def write_ledger(con: duckdb.DuckDBPyConnection, path: Path, region: str, period: str) -> None:
    """科目余额表; the 合计 row sums the four-digit accounts only."""
    lines = con.execute(
        "select fund, code, name, opening, debit, credit, closing from ledger where period = $period "
        "order by fund, code = '3001', code",
        {"period": period},
    ).fetchall()
    totals = [sum(line[n] for line in lines if len(line[1]) == 4) for n in (3, 4, 5, 6)]
    rows: list[Row] = [[f"行政区划：{region}", *[None] * 5, "单位：元"], list(LEDGER_HEADER)]
    rows += [[*line[:3], *map(money, line[3:])] for line in lines]
    rows += [["合计", len(lines), None, *map(money, totals)], ["制表人：", *[None] * 6]]
    write_book(path, "数据", _title("社会保险基金科目余额表", period), rows)


def write_statistics(path: Path, region: str, period: str, lines: list[Row]) -> None:
    """统计月报: fund, indicator, value, unit."""
    rows: list[Row] = [[f"行政区划：{region}", None, None, "单位：见单位列"], list(STATISTICS_HEADER), *lines]
    rows += [["合计", len(lines), None, None], ["制表人：", None, None, None]]
    write_book(path, "数据", _title("社会保险统计月报", period), rows)


def write_budget(path: Path, region: str, year: int, lines: list[Row]) -> None:
    """The year's budget in 万元, whole numbers; the 合计 row sums all rows."""
    rows: list[Row] = [[f"行政区划：{region}", *[None] * 4, "单位：万元"], list(BUDGET_HEADER), *lines]
    rows += [
        ["合计", len(lines), None, None, *[sum(line[n] for line in lines) for n in (4, 5)]],
        ["制表人：", *[None] * 5],
    ]
    write_book(path, "数据", f"社会保险基金预算表（{year}年）", rows)


def write_goals(path: Path, year: int, lines: list[Row]) -> None:
    """The year's performance goals: title, header, rows and nothing after them."""
    write_book(path, "数据", f"社会保险基金绩效目标表（{year}年）", [list(GOAL_HEADER), *lines])
