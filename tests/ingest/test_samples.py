"""A header that changes over time, and files written just as the bureaus write them."""

from __future__ import annotations

from dataclasses import replace

from ingest_deliveries import (
    LEDGER_HEADER,
    contribution_file,
    contribution_row,
    ledger_book,
    tax_file,
    tax_row,
    write_book,
)
from ingest_house import House

from ingest.contract import Label, load_contracts


def test_header_by_period(house: House) -> None:
    contracts = load_contracts()
    tax = contracts["tax_collection"]
    ticket = replace(
        tax.columns[0], labels=(Label("电子税票号码", valid_to="202012"), Label("税票号码", valid_from="202101"))
    )
    contracts["tax_collection"] = replace(tax, columns=(ticket, *tax.columns[1:]))
    house.put("tax", "tax_collection_650000_202101.csv", tax_file([tax_row(1)]))
    assert house.one(contracts=contracts).reason_code == "missing_column"
    house.put(
        "tax",
        "tax_collection_650000_202101.csv",
        tax_file([tax_row(1)]).replace("电子税票号码".encode("gbk"), "税票号码".encode("gbk")),
    )
    assert house.one(contracts=contracts).status == "accepted"
    assert house.text("tax_collection", "ticket_no") == [("465016210100000001",)]


def test_contribution_columns_in_order(house: House) -> None:
    house.put(
        "social_security",
        "ss_contribution_650000_202101.txt",
        contribution_file([contribution_row(1, 税票号码="465016210100000000", 核定单号="")]),
    )
    receipt = house.one()
    assert (receipt.status, receipt.total, receipt.reported_rows) == ("accepted", "100.00", 1)
    assert house.text("ss_contribution", "source_row, posting_no, assessment_no, amount, ticket_no") == [
        (2, "D6500000000000001", None, "100.00", "465016210100000000")
    ]


def test_budget_and_goals(house: House) -> None:
    budget = [
        ["社会保险基金预算表（2021年）"],
        ["行政区划：650000", "", "", "", "", "单位：万元"],
        ["险种", "收支", "科目编码", "项目", "年初预算", "调整预算"],
        ["110", "收入", "4001", "社会保险费收入", 65.0, 66.123456],
        ["合计", 1, "", "", 65, 66.123456],
    ]
    goals = [
        ["绩效目标表（2021年度）"],
        [
            "险种",
            "一级指标",
            "二级指标",
            "三级指标",
            "指标代码",
            "方向",
            "目标值",
            "单位",
            "分值",
            "需求驱动",
            "偏差原因",
            "改进措施",
        ],
        ["110", "产出指标", "数量指标", "离退休人数", "Q1", "≥", 21.72, "万人", 10, "是"],
        ["110", "效益指标", "社会效益", "稳定", "B1", "定性", "保障", "—", 5, "否"],
    ]
    write_book(house.inbox / "finance/fin_budget_650000_2021.xlsx", budget)  # type: ignore[arg-type]
    write_book(house.inbox / "finance/fin_performance_goal_650000_2021.xlsx", goals)  # type: ignore[arg-type]
    assert [(r.status, r.rows) for r in house.take().receipts] == [("accepted", 1), ("accepted", 2)]
    assert house.text("fin_budget", "adjusted_budget") == [("66.123456",)]
    assert house.text("fin_performance_goal", "source_row, target, direction, improvement") == [
        (3, "21.72", "≥", None),
        (4, "保障", "定性", None),
    ]


def test_ledger_without_a_unit_is_doubted(house: House) -> None:
    ledger_book(house.inbox / "social_security/ss_ledger_650000_202101.xlsx", unit="")
    house.one()
    assert [f[3] for f in house.findings("ss_ledger")] == ["unit_missing"]


def test_statistics_have_a_count_only(house: House) -> None:
    write_book(
        house.inbox / "social_security/ss_statistics_650000_202101.xlsx",
        [
            ["社会保险统计月报（2021年1月）"],
            ["单位：见单位列"],
            ["险种", "指标", "数值", "单位"],
            ["110", "参保人数", 346, "人"],
            ["110", "新指标", 1.5, "人"],
            ["合计", 2],
            ["制表人："],
        ],
    )
    receipt = house.one()
    assert (receipt.status, receipt.rows, receipt.reported_totals, receipt.warning_rows) == ("accepted", 2, {}, 1)
    assert house.text("ss_statistics", "value") == [("346",), ("1.5",)]


def test_header_labels_with_blanks_line_breaks_and_stars(house: House) -> None:
    header = ["险种*", "科目\n编码", " 科目名称 ", "期初 余额", "本期借方", "本期贷方", "期末余额＊"]
    assert len(header) == len(LEDGER_HEADER)
    ledger_book(house.inbox / "social_security/ss_ledger_650000_202101.xlsx", header=header)
    assert house.one().status == "accepted"
