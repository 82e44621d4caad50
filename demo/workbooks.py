"""Workbook deliveries in the shape of the official forms; the same bytes every time."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from demo.store import REGION

Cell = str | int | Decimal | None
CREATED = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)


def money(fen: int) -> Decimal:
    """Fen → yuan as Decimal; the workbook stores its shortest text."""
    return Decimal(fen).scaleb(-2)


def write_form(
    target: Path,
    sheet: str,
    title: str,
    header: Sequence[Sequence[Cell]],
    rows: Sequence[Sequence[Cell]],
    *,
    unit: tuple[int, str] | None = None,
    merged: Sequence[tuple[int, int, int, int]] = (),
    foot: Sequence[Sequence[Cell]] = (),
) -> int:
    """Write title row, unit row (column and text, when given), header rows, data and foot rows; returns the bytes.

    `merged` are header areas (first row, first column, last row, last column), counted from the first header row.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(target), {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": CREATED, "author": "", "comments": ""})
    page = book.add_worksheet(sheet)
    page.merge_range(0, 0, 0, len(header[0]) - 1, title)
    line = 1
    if unit is not None:
        page.write_string(1, 0, f"行政区划：{REGION}")
        page.write_string(1, unit[0], unit[1])
        line = 2
    first = line
    for values in (*header, *rows, *foot):
        for column, value in enumerate(values):
            _write(page, line, column, value)
        line += 1
    for top, left, bottom, right in merged:
        page.merge_range(first + top, left, first + bottom, right, str(header[top][left]))
    book.close()
    return target.stat().st_size


def _write(page: Any, row: int, column: int, value: Cell) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        page.write_string(row, column, value)
    else:
        page.write_number(row, column, value)
