"""Rows that are impossible (reject) or doubtful (warn), and the tolerance between accept and refuse."""

from __future__ import annotations

import pytest
from ingest_deliveries import (
    JOURNAL_LOW,
    JOURNAL_TOP,
    benefit_file,
    benefit_row,
    contribution_file,
    contribution_row,
    journal_book,
    person,
    tax_file,
    tax_row,
    write_book,
)
from ingest_house import House

GOOD = [tax_row(i) for i in range(1, 6)]


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"缴款日期": "20210231"}, "paid_date", "not_a_date"),
        ({"缴款日期": "2021-02-30"}, "paid_date", "not_a_date"),
        ({"入库日期": "2021/01/12"}, "treasury_date", "not_a_date"),
        ({"费款所属期起": "2021-1-1"}, "fee_period_start", "not_a_date"),
        ({"明细序号": "1.5"}, "line_no", "not_an_integer"),
        ({"明细序号": "一"}, "line_no", "not_an_integer"),
        ({"征收项目": "10203", "征收品目": "102030100"}, "levy_item", "unknown_code"),
        ({"税款种类": "其他"}, "levy_type", "unknown_code"),
        ({"缴费人名称": " 　\t"}, "payer_name", "missing_value"),
        ({"缴款日期": ""}, "paid_date", "missing_value"),
    ],
)
def test_impossible_value_is_a_reject(house: House, changes: dict[str, str], column: str, code: str) -> None:
    receipt = house.tax(tax_file([*GOOD, tax_row(6, **changes)]))
    assert (receipt.status, receipt.rows, receipt.reject_rows) == ("accepted", 6, 1)
    found = [f for f in house.findings("tax_collection") if f[4] == "reject"]
    assert [(f[0], f[1], f[3]) for f in found] == [(7, column, code)]
    assert len(house.text("tax_collection", "source_row")) == 6, "a rejected row stays in the text file"


@pytest.mark.parametrize("amount", ["12a4.50", "1.234,50", "￥5.00", "1e3", "(5.00)", "5.00-", "1,23.00", "１２.00"])
def test_amount_that_is_no_number(house: House, amount: str) -> None:
    rows = [*GOOD, tax_row(6, 实缴金额=amount)]
    receipt = house.tax(tax_file(rows, total="5,017.50"))
    assert (receipt.status, receipt.reject_rows) == ("accepted", 1)
    assert house.findings("tax_collection")[0][:4] == (7, "amount", amount, "not_an_amount")


def test_unreadable_amount_never_hides_behind_the_control_total(house: House) -> None:
    rows = [*GOOD, tax_row(6, 实缴金额="12a4.50")]
    assert house.tax(tax_file(rows, total="6,262.00")).reason_code == "total_mismatch"


def test_amount_with_three_decimals_counts_in_the_control_total(house: House) -> None:
    receipt = house.tax(tax_file([*GOOD, tax_row(6, 实缴金额="10.123")], total="5,027.623"))
    assert (receipt.status, receipt.reject_rows) == ("accepted", 1)
    assert house.findings("tax_collection")[0][3] == "not_an_amount"


@pytest.mark.parametrize("amount", ["-1,000.50", "0.00", "1000", "1000.5", "1000.500", "12,345,678.90"])
def test_amounts_that_are_right(house: House, amount: str) -> None:
    receipt = house.tax(tax_file([tax_row(1, 实缴金额=amount)]))
    assert (receipt.status, receipt.reject_rows, receipt.warning_rows) == ("accepted", 0, 0), receipt.message


def test_tolerance_decides(house: House) -> None:
    def content(bad: int) -> bytes:
        return tax_file([*GOOD, *(tax_row(10 + i, 征收项目="1") for i in range(bad))])

    accepted = house.put("tax", "tax_collection_650000_202101.csv", content(5))
    assert house.one().status == "accepted"
    accepted.unlink()
    refused = house.tax(content(6), "tax_collection_650000_202101_v2.csv")
    assert refused.reason_code == "too_many_rejects"
    report = house.report(refused)
    assert report["problems_in_all"] == 6
    assert report["problems"][0]["row"] == 7 and report["problems"][0]["column"] == "征收项目"


def test_report_lists_fifty_and_counts_all(house: House) -> None:
    report = house.report(house.tax(tax_file([tax_row(i, 征收项目="1") for i in range(1, 100)])))
    assert (len(report["problems"]), report["problems_in_all"]) == (50, 99)


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"纳税人识别号": "91650000000000010X"}, "taxpayer_id", "check_digit"),
        ({"纳税人识别号": "6500001234567"}, "taxpayer_id", "check_digit"),
        ({"费款所属期起": "2021-02-01", "费款所属期止": "2021-02-28"}, "fee_period_start", "future_fee_period"),
        ({"缴款日期": "2021-01-13"}, "paid_date", "date_order"),
        ({"费款所属期起": "2021-02-01", "税款种类": "预缴"}, "fee_period_start", "date_order"),
        ({"费款所属期起": "2021-01-02"}, "fee_period_start", "not_month_edge"),
        ({"费款所属期止": "2021-01-30"}, "fee_period_end", "not_month_edge"),
        ({"征收品目": "202010100"}, "levy_subitem", "prefix_mismatch"),
        ({"电子税票号码": "4650162101"}, "ticket_no", "bad_format"),
    ],
)
def test_doubtful_value_is_a_warning_and_goes_on(house: House, changes: dict[str, str], column: str, code: str) -> None:
    receipt = house.tax(tax_file([*GOOD, tax_row(6, **changes)]))
    assert (receipt.status, receipt.reject_rows, receipt.warning_rows) == ("accepted", 0, 1)
    assert [(f[0], f[1], f[3], f[4]) for f in house.findings("tax_collection")] == [(7, column, code, "warn")]


def test_old_taxpayer_number_and_prepayment_are_no_doubt(house: House) -> None:
    rows = [
        tax_row(1, 纳税人识别号="65000012345678X"[:6] + "12345678X"),
        tax_row(2, 费款所属期起="2021-02-01", 费款所属期止="2021-02-28", 税款种类="预缴"),
        tax_row(3, 费款所属期起="2020-11-01", 税款种类="补缴"),
        tax_row(4, 入库日期=""),
    ]
    assert house.tax(tax_file(rows)).warning_rows == 0


def test_duplicate_key_of_details_is_a_warning(house: House) -> None:
    receipt = house.tax(tax_file([*GOOD, tax_row(2), tax_row(2), tax_row(2, 明细序号="2")]))
    assert (receipt.status, receipt.warning_rows) == ("accepted", 2)
    assert [(f[0], f[3]) for f in house.findings("tax_collection")] == [(7, "duplicate_key"), (8, "duplicate_key")]


def test_file_of_a_month_holds_what_was_paid_or_reached_the_treasury_in_it(house: House) -> None:
    rows = [
        tax_row(1, 缴款日期="2020-12-30", 入库日期="2021-01-04"),
        tax_row(2, 缴款日期="2021-01-30", 入库日期=""),
        tax_row(3, 缴款日期="2021-01-30", 入库日期="2021-02-02"),
    ]
    assert house.tax(tax_file(rows)).status == "accepted"


def test_quoted_line_breaks_delimiters_and_quotes(house: House) -> None:
    name = '甲,乙"丙"\r\n丁'
    receipt = house.tax(tax_file([tax_row(1, 缴费人名称=name), tax_row(2)]))
    assert receipt.status == "accepted"
    assert house.text("tax_collection", "source_row, payer_name")[0] == (2, name)
    assert house.text("tax_collection", "source_row")[1] == (3,), "records are counted, not lines"


def test_blanks_tabs_and_ideographic_spaces_are_stripped_outside_only(house: House) -> None:
    assert house.tax(tax_file([tax_row(1, 缴费人名称="　 测试 甲\t乙 \t", 品目名称=" 　")])).status == "accepted"
    assert house.text("tax_collection", "ticket_no, payer_name, levy_subitem_name") == [
        ("465016210100000001", "测试 甲\t乙", None)
    ]


def test_line_feed_only_is_accepted(house: House) -> None:
    assert house.tax(tax_file(GOOD, newline="\n")).rows == 5


def test_mixed_line_ends_are_read_in_full_or_refused(house: House) -> None:
    content = tax_file([tax_row(i) for i in range(1, 2000)])
    half = content.index(b"\r\n", len(content) // 2)
    receipt = house.tax(content[:half].replace(b"\r\n", b"\n") + content[half:])
    assert (receipt.status, receipt.rows) in {("accepted", 1999), ("refused", 0)}, receipt.message


def test_characters_of_four_bytes(house: House) -> None:
    assert house.tax(tax_file([tax_row(1, 缴费人名称="㐂䶮𠮷公司")])).status == "accepted"
    assert house.text("tax_collection", "payer_name") == [("㐂䶮𠮷公司",)]


def test_empty_month_is_accepted_with_a_warning(house: House) -> None:
    receipt = house.tax(tax_file([]))
    assert (receipt.status, receipt.rows, receipt.total) == ("accepted", 0, "0.00")
    assert [f[3] for f in house.findings("tax_collection")] == ["volume_low"]


def test_formula_like_text_stays_text(house: House) -> None:
    assert (
        house.tax(tax_file([tax_row(i, 缴费人名称=t) for i, t in enumerate(("=1+1", "+1", "@x", "-1"))])).status
        == "accepted"
    )
    assert [r[0] for r in house.text("tax_collection", "payer_name")] == ["=1+1", "+1", "@x", "-1"]


def test_reissued_benefit_may_carry_the_month_that_it_repeats(house: House) -> None:
    rows = [benefit_row(1), benefit_row(2, 待遇所属期="202012", 重发原流水号="F1")]
    house.put("social_security", "ss_benefit_650000_202101.csv", benefit_file(rows))
    assert house.one().status == "accepted"
    house.put(
        "social_security", "ss_benefit_650000_202101_v2.csv", benefit_file([*rows, benefit_row(3, 待遇所属期="202012")])
    )
    assert {r.reason_code for r in house.take().receipts} == {None, "wrong_period"}


def test_unknown_fund_and_future_month_of_a_contribution(house: House) -> None:
    rows = [
        contribution_row(1),
        contribution_row(2, 险种="310"),
        contribution_row(3, 费款所属期="202102"),
        contribution_row(4, 费款所属期="202113"),
    ]
    house.put("social_security", "ss_contribution_650000_202101.txt", contribution_file(rows))
    receipt = house.one()
    assert (receipt.reject_rows, receipt.warning_rows) == (2, 1)
    assert [(f[0], f[3]) for f in house.findings("ss_contribution")] == [
        (3, "unknown_code"),
        (4, "future_fee_period"),
        (5, "not_a_month"),
    ]


def test_quotes_mean_nothing_in_a_pipe_file(house: House) -> None:
    house.put(
        "social_security",
        "ss_contribution_650000_202101.txt",
        contribution_file([contribution_row(1, 单位名称='"甲"乙"')]),
    )
    assert house.one().status == "accepted"
    assert house.text("ss_contribution", "employer_name") == [('"甲"乙"',)]


def test_journal_row_without_an_amount_and_with_an_unknown_fund(house: House) -> None:
    path = house.inbox / "finance/fin_special_account_650000_202101.xlsx"
    journal_book(
        path,
        [
            ["2021/01/08", "S1", "工伤保险基金", "退费", "", "", "", "", 1],
            ["2021/01/08", "S2", "医疗保险基金", "退费", "", "", 1, "", 1],
            ["2021/01/08", "S3", "工伤保险基金", "神秘收入", "", "", 1, "", 1],
        ],
    )
    receipt = house.one()
    assert (receipt.reject_rows, receipt.warning_rows) == (2, 1)
    assert [(f[0], f[1], f[3]) for f in house.findings("fin_special_account")] == [
        (5, "income", "missing_value"),
        (6, "fund", "unknown_code"),
        (7, "item", "unknown_code"),
    ]


def test_journal_of_another_month_without_a_title(house: House) -> None:
    path = house.inbox / "finance/fin_special_account_650000_202101.xlsx"
    write_book(
        path,
        [
            ["单位：元"],
            JOURNAL_TOP,
            JOURNAL_LOW,
            ["2021/02/08", "S1", "工伤保险基金", "退费", "", "", 1, "", 1],  # type: ignore[list-item]
            ["合计", 1, "", "", "", "", 1, 0, ""],
        ],
    )
    assert house.one().reason_code == "wrong_period"


def test_person_with_a_wrong_check_digit_is_masked(house: House) -> None:
    good = person(7)
    bad = good[:-1] + ("1" if good[-1] != "1" else "2")
    house.put(
        "social_security", "ss_benefit_650000_202101.csv", benefit_file([benefit_row(1), benefit_row(2, 证件号码=bad)])
    )
    assert house.one().warning_rows == 1
    assert house.findings("ss_benefit") == [(3, "person_id", bad[:6] + "*" * 12, "check_digit", "warn")]
