"""The workbooks of a year: account balances, statistics, the journal of the special account, budget and goals."""

from __future__ import annotations

from pathlib import Path

import duckdb

from demo.books import LedgerRow
from demo.golden import read_text_yaml
from demo.statistics import Row
from demo.store import REGION
from demo.workbooks import Cell, money, write_form

LEDGER_HEADER = ("险种", "科目编码", "科目名称", "期初余额", "本期借方", "本期贷方", "期末余额")
JOURNAL_HEADER = (
    ("日期", "凭证号", "险种", "收支项目", "摘要", "对方户名", "发生额", None, "余额"),
    (None, None, None, None, None, None, "收入", "支出", None),
)
JOURNAL_MERGED = (*((0, c, 1, c) for c in (0, 1, 2, 3, 4, 5, 8)), (0, 6, 0, 7))
GOAL_HEADER = (
    "险种", "一级指标", "二级指标", "三级指标", "指标代码", "方向", "目标值", "单位", "分值", "需求驱动", "偏差原因", "改进措施",
)  # fmt: skip


def write_ledger(folder: Path, year: int, month: int, rows: list[LedgerRow]) -> dict[Path, int]:
    """Write ss_ledger of one month; the total row sums the four-digit accounts only."""
    main = [r for r in rows if len(r.account) == 4]
    sums = [money(sum(n)) for n in zip(*((r.opening, r.debit, r.credit, r.closing) for r in main), strict=True)]
    target = folder / f"ss_ledger_{REGION}_{year}{month:02d}.xlsx"
    data: list[list[Cell]] = [
        [r.fund, r.account, r.name, money(r.opening), money(r.debit), money(r.credit), money(r.closing)] for r in rows
    ]
    write_form(
        target,
        "数据",
        f"社会保险基金科目余额表（{year}年{month}月）",
        [LEDGER_HEADER],
        data,
        unit=(6, "单位：元"),
        foot=[["合计", len(rows), None, *sums], ["制表人："]],
    )
    return {target: len(rows)}


def write_statistics(folder: Path, year: int, month: int, rows: list[Row]) -> dict[Path, int]:
    """Write ss_statistics of one month."""
    target = folder / f"ss_statistics_{REGION}_{year}{month:02d}.xlsx"
    write_form(
        target,
        "数据",
        f"社会保险统计月报（{year}年{month}月）",
        [("险种", "指标", "数值", "单位")],
        [list(r) for r in rows],
        unit=(3, "单位：见单位列"),
        foot=[["合计", len(rows), None, None], ["制表人："]],
    )
    return {target: len(rows)}


def write_journal(con: duckdb.DuckDBPyConnection, folder: Path, year: int, month: int) -> dict[Path, int]:
    """Write fin_special_account of one month from the table `journal`."""
    entries = con.execute(
        "SELECT strftime(booked_date, '%Y/%m/%d'), voucher_no, fund_title, item, summary, counterparty, income, expenditure, "
        "balance FROM journal WHERE month = ? ORDER BY booked_date, voucher_no",
        [month],
    ).fetchall()
    data: list[list[Cell]] = [
        [*entry[:6], *(None if fen is None else money(fen) for fen in entry[6:])] for entry in entries
    ]
    sums = [money(sum(entry[column] or 0 for entry in entries)) for column in (6, 7)]
    target = folder / f"fin_special_account_{REGION}_{year}{month:02d}.xlsx"
    write_form(
        target,
        "收支明细",
        f"社会保险基金财政专户收支明细表（{year}年{month}月）",
        JOURNAL_HEADER,
        data,
        unit=(7, "单位：元"),
        merged=JOURNAL_MERGED,
        foot=[["合计", len(data), None, None, None, None, *sums], ["制表人：", None, None, None, "复核人："]],
    )
    return {target: len(data)}


def write_budget(folder: Path, year: int) -> dict[Path, int]:
    """Write fin_budget of the golden year (万元)."""
    from demo.books import account_name

    budget = read_text_yaml("annual_2020.yml")["budget"]
    data: list[list[Cell]] = [
        [fund, side, account, account_name(fund, account), int(first), int(adjusted)]
        for fund, sides in budget.items()
        for side, lines in sides.items()
        for account, (first, adjusted) in lines.items()
    ]
    sums: list[Cell] = [sum(int(str(row[column])) for row in data) for column in (4, 5)]
    target = folder / f"fin_budget_{REGION}_{year}.xlsx"
    write_form(
        target,
        "数据",
        f"社会保险基金预算表（{year}年）",
        [("险种", "收支", "科目编码", "项目", "年初预算", "调整预算")],
        data,
        unit=(5, "单位：万元"),
        foot=[["合计", len(data), None, None, *sums], ["制表人："]],
    )
    return {target: len(data)}


def write_goals(folder: Path, year: int) -> dict[Path, int]:
    """Write fin_performance_goal of the golden year: version 1 as set, version 2 with reasons and measures."""
    from decimal import Decimal

    goals = read_text_yaml("annual_2020.yml")["goals"]
    written = {}
    for suffix, explained in (("", False), ("_v2", True)):
        data: list[list[Cell]] = [
            [
                fund, *goal[:3], f"{fund}.{goal[3]}", goal[4], Decimal(goal[5]), goal[6], int(goal[7]), goal[8],
                *(goal[9:11] if explained else (None, None)),
            ]
            for fund, indicators in goals.items()
            for goal in indicators
        ]  # fmt: skip
        target = folder / f"fin_performance_goal_{REGION}_{year}{suffix}.xlsx"
        write_form(target, "数据", f"社会保险基金绩效目标表（{year}年）", [GOAL_HEADER], data)
        written[target] = len(data)
    return written
