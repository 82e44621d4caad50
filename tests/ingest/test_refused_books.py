"""Workbooks that are refused, and what is read out of a good one."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from ingest_deliveries import (
    JOURNAL_LOW,
    JOURNAL_TOP,
    LEDGER_HEADER,
    LEDGER_ROWS,
    journal_book,
    ledger_book,
    write_book,
)
from ingest_house import House
from xlsxwriter import Workbook

from ingest.limits import Limits

LEDGER = "social_security/ss_ledger_650000_202101.xlsx"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def rewritten(path: Path, change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None) -> None:
    """The same workbook with its parts changed."""
    with zipfile.ZipFile(path) as box:
        parts = {i.filename: box.read(i) for i in box.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in (parts | (extra or {})).items():
            box.writestr(name, change(name, content))


def sheet(old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    def change(name: str, content: bytes) -> bytes:
        return content.replace(old, new) if name == "xl/worksheets/sheet1.xml" else content

    return change


def refused(house: House) -> str | None:
    receipt = house.one()
    assert receipt.status == "refused", receipt.message
    assert not list(house.home.glob("landing/text/*/*/*/*.parquet"))
    return receipt.reason_code


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"title": "社会保险基金科目余额表（2021年2月）"}, "wrong_period"),
        ({"title": "社会保险基金科目余额表（2020年）"}, "wrong_period"),
        ({"region": "行政区划：659001"}, "wrong_region"),
        ({"unit": "单位：万元"}, "wrong_unit"),
        ({"trailer": []}, "no_trailer"),
        ({"trailer": ["合计", 5, "", 100.25, 90.5, 50.5, 221.25]}, "row_count_mismatch"),
        ({"trailer": ["合计", 4, "", 100.25, 90.5, 50.5, 221.25]}, "total_mismatch"),
        ({"trailer": ["合计", "", "", 100.25, 70.5, 50.5, 221.25]}, "bad_trailer"),
        ({"header": ["险种", "科目编码", "科目名称", "期初余额", "本期借方", "本期贷方", "余额"]}, "missing_column"),
        ({"header": [*LEDGER_HEADER, "备注"]}, "unknown_column"),
        ({"header": list("甲乙丙丁戊己庚")}, "no_header"),
        ({"after": [LEDGER_ROWS[0]]}, "rows_after_trailer"),
        ({"rows": [*LEDGER_ROWS, LEDGER_ROWS[3]]}, "duplicate_key"),
        (
            {
                "rows": [["110", "1003", "财政专户存款", 100.255, 50.5, 0.0, 150.75]],
                "trailer": ["合计", 1, "", 100.255, 50.5, 0, 150.75],
            },
            "too_many_rejects",
        ),
        (
            {
                "rows": [["110", "1003", "财政专户存款", 1e17, 50.5, 0.0, 150.75]],
                "trailer": ["合计", 1, "", 1, 1, 1, 1],
            },
            "number_precision",
        ),
        ({"rows": [["999", "1003", "财政专户存款", 100.25, 50.5, 0.0, 150.75]]}, "too_many_rejects"),
    ],
)
def test_ledger_is_refused(house: House, options: dict[str, object], code: str) -> None:
    ledger_book(house.inbox / LEDGER, **options)  # type: ignore[arg-type]
    assert refused(house) == code


def test_a_number_longer_than_a_double_keeps(house: House) -> None:
    rewritten(ledger_book(house.inbox / LEDGER), sheet(b"<v>100.25</v>", b"<v>100.25000000000001</v>"))
    receipt = house.one()
    assert receipt.reason_code == "number_precision"
    assert house.report(receipt)["problems"][0] == {
        "row": 4,
        "column": "期初余额",
        "expected": "不超过 15 位有效数字",
        "found": "100.25000000000001",
        "note": "",
    }


def test_control_row_sums_only_four_digit_accounts(house: House) -> None:
    ledger_book(house.inbox / LEDGER)
    receipt = house.one()
    assert (receipt.status, receipt.rows, receipt.reported_totals["debit"]) == ("accepted", 4, "70.50")
    assert house.text("ss_ledger", "source_row, account_code, debit")[3] == (7, "500101", "20")


def test_blank_and_signature_rows_are_not_rows(house: House) -> None:
    ledger_book(
        house.inbox / LEDGER,
        [LEDGER_ROWS[0], [], *LEDGER_ROWS[1:]],
        trailer=["合 计", 4, "", 100.25, 70.5, 50.5, 221.25],
    )
    assert house.one().rows == 4
    assert house.text("ss_ledger", "source_row") == [(4,), (6,), (7,), (8,)]


ENTRY = [
    "2021/01/08",
    "S1",
    "工伤保险基金",
    "保险费收入",
    "国库划转 批次GK65000020210108410",
    "国家金库",
    10.5,
    "",
    10.5,
]


def test_two_row_header_is_found_by_content(house: House) -> None:
    path = house.inbox / "finance/fin_special_account_650000_202101.xlsx"
    journal_book(path, [ENTRY, ["2021/01/09", "S2", "工伤保险基金", "退费", "", "", "", 0.5, 10]])
    assert house.one().status == "accepted"
    assert house.text("fin_special_account", "source_row, voucher_no, entry_no, income, expenditure, balance") == [
        (5, "S1", None, "10.5", None, "10.5"),
        (6, "S2", None, None, "0.5", "10"),
    ]


def test_journal_with_entry_numbers_and_another_column_order(house: House) -> None:
    path = house.inbox / "finance/fin_special_account_650000_202101.xlsx"
    rows = [[*ENTRY[:2], n, *ENTRY[2:]] for n in ("1", "2")]
    body = [
        ["财政专户收支明细表（2021年1月）"],
        ["单位：元"],
        [*JOURNAL_TOP[:2], "分录序号", *JOURNAL_TOP[2:]],
        [*JOURNAL_LOW[:2], "", *JOURNAL_LOW[2:]],
        *rows,
        ["合计", 2, "", "", "", "", "", 21, "", ""],
    ]
    write_book(path, body)
    receipt = house.one()
    assert (receipt.status, receipt.warning_rows) == ("accepted", 0), receipt.message
    assert house.text("fin_special_account", "entry_no") == [("1",), ("2",)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"PK\x03\x04 this is no workbook", "unreadable_workbook"),
        ("<html><table><tr><td>网页</td></tr></table></html>".encode(), "unreadable_workbook"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600), "password_protected"),
        (OLE + bytes(1200), "legacy_xls"),
        (OLE + bytes(600) + "Workbook".encode("utf-16-le") + bytes(600), "legacy_xls"),
    ],
)
def test_what_is_no_workbook(house: House, content: bytes, code: str) -> None:
    house.put("social_security", "ss_ledger_650000_202101.xlsx", content)
    receipt = house.one()
    assert (receipt.status, receipt.reason_code) == ("refused", code)
    assert "另存" in house.report(receipt)["do"] or code == "empty_file"


def test_old_xls_says_what_to_do(house: House) -> None:
    house.put("social_security", "ss_ledger_650000_202101.xls", OLE + bytes(2000))
    receipt = house.one()
    assert receipt.reason_code == "legacy_xls"
    assert ".xlsx" in house.report(receipt)["do"]


def test_cut_workbook(house: House) -> None:
    content = ledger_book(house.inbox / LEDGER).read_bytes()
    (house.inbox / LEDGER).write_bytes(content[: len(content) // 2])
    assert refused(house) == "unreadable_workbook"


def test_broken_sheet_xml(house: House) -> None:
    rewritten(ledger_book(house.inbox / LEDGER), sheet(b"</sheetData>", b"</sheetDat"))
    assert refused(house) == "unreadable_workbook"


@pytest.mark.parametrize("declaration", [b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', b"<!DOCTYPE lolz>"])
def test_external_entity(house: House, declaration: bytes) -> None:
    rewritten(ledger_book(house.inbox / LEDGER), sheet(b"<worksheet", declaration + b"<worksheet"))
    assert refused(house) == "external_entity"


def test_part_in_utf16_could_hide_an_entity(house: House) -> None:
    rewritten(
        ledger_book(house.inbox / LEDGER),
        lambda n, c: c.decode().encode("utf-16") if n == "xl/sharedStrings.xml" else c,
    )
    assert refused(house) == "external_entity"


def test_endless_sheet(house: House) -> None:
    rewritten(
        ledger_book(house.inbox / LEDGER),
        sheet(b"</row></sheetData>", b'</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
    )
    assert refused(house) == "workbook_too_large"


def test_workbook_bomb(house: House) -> None:
    rewritten(ledger_book(house.inbox / LEDGER), lambda n, c: c, {"xl/media/image1.bin": bytes(40_000_000)})
    assert refused(house) == "archive_bomb"


def test_workbook_over_the_limit(house: House) -> None:
    house.limits = Limits(workbook_bytes=5_000)
    ledger_book(house.inbox / LEDGER)
    assert refused(house) == "workbook_too_large"


def test_two_sheets_with_the_data(house: House) -> None:
    path = house.inbox / LEDGER
    ledger_book(path)
    body: list[list[object]] = [LEDGER_HEADER, *LEDGER_ROWS]  # type: ignore[list-item]
    write_book(path, body, sheets=2)
    assert refused(house) == "many_sheets"


def test_formula_without_a_result(house: House) -> None:
    rewritten(
        ledger_book(house.inbox / LEDGER), sheet(b'<c r="D4"><v>100.25</v></c>', b'<c r="D4"><f>50+50.25</f></c>')
    )
    assert refused(house) == "formula_without_value"


def test_formula_with_a_result_is_read_and_named(house: House) -> None:
    rewritten(
        ledger_book(house.inbox / LEDGER),
        sheet(b'<c r="D4"><v>100.25</v></c>', b'<c r="D4"><f>50+50.25</f><v>100.25</v></c>'),
    )
    receipt = house.one()
    assert (receipt.status, receipt.warning_rows) == ("accepted", 1)
    assert house.findings("ss_ledger") == [(4, None, "D4", "formula_cell", "warn")]


def test_formula_like_text_stays_text(house: House) -> None:
    rows = [[*ENTRY[:4], text, "国家金库", 1, "", 1] for text in ("=cmd|'/c calc'!A1", "+1", "@x", "-2+3")]
    for number, row in enumerate(rows):
        row[1] = f"S{number}"
    journal_book(house.inbox / "finance/fin_special_account_650000_202101.xlsx", rows)
    assert house.one().status == "accepted"
    assert [r[0] for r in house.text("fin_special_account", "summary")] == ["=cmd|'/c calc'!A1", "+1", "@x", "-2+3"]


def test_dates_and_numbers_of_cells(house: House) -> None:
    path = house.inbox / "finance/fin_special_account_650000_202101.xlsx"
    journal_book(path, [ENTRY])
    rows: list[list[object]] = [
        ["财政专户收支明细表（2021年1月）"],
        ["单位：元"],
        JOURNAL_TOP,
        JOURNAL_LOW,  # type: ignore[list-item]
        ["", "S1", "工伤保险基金", "其他收入", "", "", 1234567.1, "", 0.0],
        ["合计", 1, "", "", "", "", "1,234,567.10", 0, ""],
    ]
    with Workbook(str(path)) as book:
        page = book.add_worksheet()
        for r, row in enumerate(rows):
            page.write_row(r, 0, row)
        page.write_datetime(4, 0, datetime.date(2021, 1, 8), book.add_format({"num_format": "yyyy/m/d"}))
    assert house.one().status == "accepted"
    assert house.text("fin_special_account", "booked_date, income, balance") == [("2021-01-08", "1234567.1", "0")]


def test_a_zip_is_no_workbook(house: House) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as box:
        box.writestr("a.txt", "x")
    house.put("social_security", "ss_ledger_650000_202101.xlsx", buffer.getvalue())
    assert refused(house) == "unreadable_workbook"
