"""Reads a generated inbox as a stranger would: bytes, text and workbook cells, nothing of the generator."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl

FOLDERS = {"tax": "tax", "ss": "social_security", "fin": "finance"}


def raw(inbox: Path, name: str) -> bytes:
    """Bytes of a delivery, taken out of its wrapping where it has one."""
    folder = inbox / FOLDERS[name.split("_", 1)[0]]
    if (folder / name).exists():
        return (folder / name).read_bytes()
    if (folder / f"{name}.gz").exists():
        return gzip.decompress((folder / f"{name}.gz").read_bytes())
    for bundle in folder.glob("*.zip"):
        with zipfile.ZipFile(bundle) as opened:
            if name in opened.namelist():
                return opened.read(name)
    raise FileNotFoundError(name)


def text_rows(inbox: Path, name: str, encoding: str, delimiter: str) -> tuple[list[dict[str, str]], list[str]]:
    """Data rows by header, and the fields of the last line."""
    table = list(csv.reader(io.StringIO(raw(inbox, name).decode(encoding)), delimiter=delimiter))
    return [dict(zip(table[0], (f.strip("\t") for f in row), strict=True)) for row in table[1:-1]], table[-1]


def sheet(inbox: Path, name: str) -> list[list[object]]:
    """All cells of a workbook's only sheet."""
    page = openpyxl.load_workbook(io.BytesIO(raw(inbox, name))).active
    return [list(row) for row in page.iter_rows(values_only=True)]


def form_rows(inbox: Path, name: str, header_row: int, foot_rows: int) -> list[dict[str, object]]:
    """Data rows of a form by header; `header_row` counts from 1."""
    cells = sheet(inbox, name)
    header = [str(c) for c in cells[header_row - 1]]
    return [dict(zip(header, row, strict=True)) for row in cells[header_row : len(cells) - foot_rows]]


def fen(value: object) -> int:
    """Text or workbook number of yuan → fen."""
    if value is None or value == "":
        return 0
    return int((Decimal(str(value).replace(",", "")) * 100).to_integral_exact())


def ledger(inbox: Path, period: str) -> dict[tuple[str, str], tuple[int, int, int, int]]:
    """(fund, account) → opening, debit, credit, closing in fen."""
    rows = form_rows(inbox, f"ss_ledger_650000_{period}.xlsx", 3, 2)
    return {
        (str(r["险种"]), str(r["科目编码"])): (
            fen(r["期初余额"]),
            fen(r["本期借方"]),
            fen(r["本期贷方"]),
            fen(r["期末余额"]),
        )
        for r in rows
    }


def tax(inbox: Path, period: str) -> list[dict[str, str]]:
    """Lines of tax_collection."""
    return text_rows(inbox, f"tax_collection_650000_{period}.csv", "gb18030", ",")[0]


def contributions(inbox: Path, period: str, version: str = "") -> list[dict[str, str]]:
    """Rows of ss_contribution."""
    return text_rows(inbox, f"ss_contribution_650000_{period}{version}.txt", "gbk", "|")[0]


def benefits(inbox: Path, period: str) -> list[dict[str, str]]:
    """Rows of ss_benefit."""
    return text_rows(inbox, f"ss_benefit_650000_{period}.csv", "utf-8-sig", ",")[0]


def journal(inbox: Path, period: str) -> list[dict[str, object]]:
    """Rows of the journal; the merged header is read as its lower names."""
    cells = sheet(inbox, f"fin_special_account_650000_{period}.xlsx")
    names = ["日期", "凭证号", "险种", "收支项目", "摘要", "对方户名", "收入", "支出", "余额"]
    return [dict(zip(names, row, strict=True)) for row in cells[4:-2]]


def months(year: int) -> Iterator[str]:
    """The twelve periods of a year."""
    return (f"{year}{month:02d}" for month in range(1, 13))
