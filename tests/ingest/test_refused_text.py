"""Text files that are refused whole: moved to quarantine with a report, nothing landed."""

from __future__ import annotations

from pathlib import Path

import pytest
from ingest_deliveries import (
    TAX_HEADER,
    benefit_file,
    benefit_row,
    contribution_file,
    contribution_row,
    tax_file,
    tax_row,
)
from ingest_house import House

ROWS = [tax_row(i) for i in range(1, 6)]
GOOD = tax_file(ROWS)
OTHER = [h for h in TAX_HEADER if h != "核定单号"]
CASES = {
    "utf-8 instead of gb18030": (tax_file(ROWS, encoding="utf-8"), "wrong_encoding", "UTF-8"),
    "byte order mark of utf-8": (tax_file(ROWS, encoding="utf-8-sig"), "wrong_encoding", "UTF-8"),
    "utf-16": (tax_file(ROWS, encoding="utf-16"), "wrong_encoding", "UTF-16"),
    "a broken character in row 4": (
        GOOD.replace("测试企业00003".encode("gb18030"), b"\xb2\xff\xff"),
        "wrong_encoding",
        "B2 FF",
    ),
    "cut in the middle": (GOOD[:-200], "no_trailer", ""),
    "cut inside a character": (GOOD[: GOOD.index("测试企业00005".encode("gb18030")) + 1], "no_trailer", ""),
    "no control row": (tax_file(ROWS, trailer=False), "no_trailer", ""),
    "count differs": (tax_file(ROWS, count=6), "row_count_mismatch", "文件里有 5 行"),
    "sum differs": (tax_file(ROWS, total="5,017.51"), "total_mismatch", "5017.50"),
    "sum missing": (tax_file(ROWS, total=""), "total_mismatch", "合计行里是空的"),
    "sum no number": (tax_file(ROWS, total="五千"), "bad_trailer", "五千"),
    "count missing": (GOOD.replace("合计,5".encode("gb18030"), "合计,".encode("gb18030")), "bad_trailer", "（空）"),
    "rows after the control row": (GOOD + tax_file(ROWS[:1]).split(b"\r\n", 1)[1], "rows_after_trailer", ""),
    "unknown column": (tax_file(ROWS, header=[*TAX_HEADER, "备注"]), "unknown_column", "备注"),
    "missing column": (tax_file(ROWS, header=OTHER), "missing_column", "没有这一列"),
    "renamed column": (tax_file(ROWS, header=[*OTHER, "核定编号"]), "missing_column", "核定编号"),
    "doubled column": (tax_file(ROWS, header=[*TAX_HEADER, "缴款日期"]), "duplicate_column", "不止一列"),
    "a row of another month": (
        tax_file([*ROWS, tax_row(9, 缴款日期="2021-02-01", 入库日期="2021-02-02")]),
        "wrong_period",
        "2021-02-01，2021-02-02",
    ),
    "empty": (b"", "empty_file", ""),
    "blank first line": (b"\r\n" + GOOD, "empty_file", ""),
    "a NUL byte": (GOOD.replace(b"2021-01-12", b"2021-01\x0012", 1), "nul_byte", ""),
    "a lone carriage return": (GOOD.replace(b"2021-01-12", b"2021\r01-12", 1), None, ""),
    "a row with too few cells": (GOOD.replace(b",2021-01-09,", b",", 1), "wrong_column_count", "14 列"),
    "an open quote": (GOOD.replace(b'"1,002.50"', b'"1,002.50'), None, ""),
}


@pytest.mark.parametrize("case", CASES)
def test_is_refused_whole(house: House, case: str) -> None:
    content, code, found = CASES[case]
    receipt = house.tax(content)
    assert receipt.status == "refused"
    if code:
        assert receipt.reason_code == code, receipt.message
    assert not list(house.inbox.glob("tax/*")), "the file is moved out of the inbox"
    assert not list(house.home.glob("landing/text/*/*/*/*.parquet"))
    report = house.report(receipt)
    assert found in str(report["problems"])
    assert report["do"] and "请联系信息人员" not in report["do"]
    kept = next(p for p in Path(receipt.report or "").parent.iterdir() if p.suffix == ".csv")
    assert kept.read_bytes() == content


def test_the_row_of_a_broken_character_is_named(house: House) -> None:
    receipt = house.tax(CASES["a broken character in row 4"][0])
    assert house.report(receipt)["problems"][0]["row"] == 4


def test_the_row_with_too_few_cells_is_named(house: House) -> None:
    broken = GOOD.split(b"\r\n")
    broken[3] = broken[3].replace(b",2021-01-09,", b",")
    assert house.report(house.tax(b"\r\n".join(broken)))["problems"][0]["row"] == 4


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("tax_collection_650000_202113.csv", "bad_file_name"),
        ("tax_collection_65000_202101.csv", "bad_file_name"),
        ("tax_collection_650000_202101_v0.csv", "bad_file_name"),
        ("税务明细.csv", "bad_file_name"),
        ("tax_collection_650000_2021.csv", "wrong_period"),
        ("tax_collection_650000_202102.csv", "wrong_period"),
        ("tax_collections_650000_202101.csv", "unknown_dataset"),
        ("ss_benefit_650000_202101.csv", "wrong_party"),
        ("tax_collection_650000_202101.txt", "wrong_extension"),
    ],
)
def test_a_wrong_name_is_refused(house: House, name: str, code: str) -> None:
    receipt = house.tax(GOOD, name)
    assert (receipt.status, receipt.reason_code) == ("refused", code)


def test_assessment_of_another_dataset_in_the_same_folder(house: House) -> None:
    house.put("social_security", "ss_assessment_650000_202101.txt", contribution_file([contribution_row()]))
    assert house.one().reason_code == "missing_column"


def test_pipe_file_with_a_delimiter_too_many(house: House) -> None:
    house.put(
        "social_security",
        "ss_contribution_650000_202101.txt",
        contribution_file([contribution_row(1), contribution_row(2, 单位名称="测|试")]),
    )
    receipt = house.one()
    assert receipt.reason_code == "wrong_column_count"
    assert house.report(receipt)["problems"][0]["row"] == 3


def test_benefits_in_gbk_are_refused(house: House) -> None:
    house.put("social_security", "ss_benefit_650000_202101.csv", benefit_file([benefit_row()], encoding="gbk"))
    assert house.one().reason_code == "wrong_encoding"


def test_no_personal_data_in_any_report(house: House) -> None:
    rows = [benefit_row(i) for i in range(1, 4)]
    broken = benefit_file(rows).replace(b",202101,3000.10,", b",202101,", 1)
    cases = [
        broken,
        benefit_file(rows).rsplit(b"\xe5\x90\x88", 1)[0],
        benefit_file([benefit_row(i, 证件号码=f"6500001940ABC{i}", 首次发放="或许") for i in range(1, 60)]),
    ]
    for version, content in enumerate(cases, 1):
        house.put("social_security", f"ss_benefit_650000_202101_v{version}.csv", content)
    receipts = house.take().receipts
    assert [r.status for r in receipts] == ["refused"] * 3
    written = [p.read_bytes() for r in receipts for p in Path(r.report or "").parent.glob("report.*")]
    written += [p.read_bytes() for p in house.home.glob("landing/receipts/*")]
    for content in written:
        assert b"6500001940ABC" not in content
        assert not any(row[c].encode() in content for row in rows for c in ("证件号码", "姓名"))
