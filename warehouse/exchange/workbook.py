"""The workbook that is sent: protected sheets with open answer cells, ready to print on A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from warehouse.exchange.choices import add_choices, add_validations
from warehouse.exchange.instructions import add_instructions
from warehouse.exchange.layout import FIRST_ROW, OFFICES, Column, answer_columns, month_name
from warehouse.exchange.manifest import SHEET, sheet_password, signed_lines
from warehouse.exchange.outgoing import Outgoing, Sheet
from warehouse.exchange.styles import Styles, page_setup
from warehouse.settings import Settings

_UNLOCKED_USE = {"format_columns": True, "format_rows": True, "select_locked_cells": True}
_LETTER_WIDTH = 0.86
"""Columns are declared in characters of the sheet's 9 point type; the file counts in characters of 11 point."""
_PAPER_INCHES = 10.9
_DIGIT_PIXELS = 9.6
"""Of the standard type; wider than Excel's 7, so that programs that put other type in its place keep to the page too."""
_SMALLEST_SCALE = 62
"""Per cent; a sheet that would have to be smaller to fit one page takes two side by side."""


@dataclass(frozen=True)
class Paper:
    """How a sheet lies on paper: the columns of each page side by side, and the scale in per cent."""

    parts: tuple[tuple[int, int], ...]
    scale: int


def paper(shown: Sequence[Column]) -> Paper:
    """One page wide where that is large enough to read; else the record on one page, finding and answers on the next."""
    inches = [(column.width * _LETTER_WIDTH * _DIGIT_PIXELS + 5) / 96 for column in shown]
    if (scale := int(_PAPER_INCHES / sum(inches) * 100)) >= _SMALLEST_SCALE:
        return Paper(((0, len(shown) - 1),), min(scale, 100))
    split = next(at for at, column in enumerate(shown) if column.name == "difference")
    widest = max(sum(inches[:split]), sum(inches[:2]) + sum(inches[split:]))
    return Paper(((0, split - 1), (split, len(shown) - 1)), min(int(_PAPER_INCHES / widest * 100), 100))


def write_workbook(settings: Settings, outgoing: Outgoing) -> bytes:
    """The bytes of the workbook. The same content gives the same bytes."""
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    manifest = outgoing.manifest
    with xlsxwriter.Workbook(target, options) as book:
        # The wall clock would make the same content differ.
        created = datetime(int(manifest.period[:4]), int(manifest.period[4:]), 1, tzinfo=UTC)
        book.set_properties({"title": f"差异核对表 {manifest.exchange_id}", "author": "", "created": created})
        styles = Styles(book)
        guide = add_instructions(book, styles, outgoing)
        guide.protect(sheet_password(settings), _UNLOCKED_USE)
        sheets = [_add_sheet(book, styles, outgoing, sheet) for sheet in outgoing.sheets]
        lists = add_choices(book, outgoing.options)
        for page, sheet in zip(sheets, outgoing.sheets, strict=True):
            add_validations(page, sheet, lists)
            page.protect(sheet_password(settings), _UNLOCKED_USE)
        hidden = book.add_worksheet(SHEET)
        hidden.write_column(0, 0, signed_lines(settings, manifest))
        hidden.protect(sheet_password(settings))
        hidden.very_hidden()
    return target.getvalue()


def _add_sheet(book: Workbook, styles: Styles, outgoing: Outgoing, sheet: Sheet) -> Worksheet:
    page = book.add_worksheet(sheet.title)
    shown = (*sheet.columns, *answer_columns())
    for at, column in enumerate(shown):
        page.set_column(at, at, column.width * _LETTER_WIDTH)
    halves = paper(shown)
    _head(page, styles, outgoing, sheet, halves)
    for at, row in enumerate(sheet.rows):
        _write_row(page, styles, sheet, at, row.is_first)
    total_row = FIRST_ROW + len(sheet.rows)
    _write_total(page, styles, sheet, total_row, len(shown) - 1)
    signature = (
        "（盖章）    经办人：                复核人：                负责人：                日期：      年    月    日"
    )
    first, last = halves.parts[-1]
    page.merge_range(total_row + 1, first, total_row + 1, last, signature, styles.of("particulars"))
    page.set_row(total_row + 1, 34)
    page.freeze_panes(FIRST_ROW, 2)
    page_setup(page, outgoing.manifest.exchange_id)
    page.set_print_scale(halves.scale)
    if len(halves.parts) > 1:
        page.set_v_pagebreaks([first])
        page.repeat_columns(0, 1)
        page.print_across()
    page.repeat_rows(0, FIRST_ROW - 1)
    page.print_area(0, 0, total_row + 1, len(shown) - 1)
    return page


def _head(page: Worksheet, styles: Styles, outgoing: Outgoing, sheet: Sheet, halves: Paper) -> None:
    manifest = outgoing.manifest
    title = f"{outgoing.region_name}{month_name(manifest.period)}社会保险基金对账差异核对表（{sheet.title}）"
    told = f"送：{OFFICES[manifest.party]}    编号：{manifest.exchange_id}    单位：元    差异 {sheet.rows[0].cases} 项"
    hint = "浅黄色单元格由贵方填写，其余不能改动"
    for at, (first, last) in enumerate(halves.parts):
        page.merge_range(0, max(first, 2), 0, last, title if at == 0 else "核对结果与答复", styles.of("title"))
        text = f"{told}    {hint}" if len(halves.parts) == 1 else (told, hint)[at]
        # The first two columns are repeated on the second page: what stands in them would be cut there.
        page.merge_range(1, max(first, 2), 1, last, text, styles.of("particulars"))
    for at, column in enumerate((*sheet.columns, *answer_columns())):
        page.write_string(FIRST_ROW - 1, at, column.header, styles.of("head" if column.kind != "answer" else "ask"))
    page.set_row(0, 28)
    page.set_row(1, 18)
    page.set_row(FIRST_ROW - 1, 40)


def _write_row(page: Worksheet, styles: Styles, sheet: Sheet, at: int, is_first: bool) -> None:
    number = FIRST_ROW + at
    page.set_row(number, 27)
    for place, (column, value) in enumerate(zip(sheet.columns, sheet.values[at], strict=True)):
        look = styles.of(column.kind, is_first)
        if value is None:
            page.write_blank(number, place, None, look)
        elif isinstance(value, Decimal | int):
            page.write_number(number, place, value, look)
        elif isinstance(value, str):
            page.write_string(number, place, value, look)
        else:
            page.write_datetime(number, place, datetime(value.year, value.month, value.day), look)  # noqa: DTZ001
    for place, column in enumerate(answer_columns(), start=len(sheet.columns)):
        kind = {"handled_on": "answer_date", "remark": "answer_text"}.get(column.name, "answer")
        page.write_blank(number, place, None, styles.of(kind if is_first else "no_answer", is_first))


def _write_total(page: Worksheet, styles: Styles, sheet: Sheet, number: int, last: int) -> None:
    first = sheet.rows[0]
    sums = {"left_amount": first.left_total, "right_amount": first.right_total, "difference": first.difference_total}
    page.set_row(number, 22)
    for place in range(last + 1):
        page.write_blank(number, place, None, styles.of("total"))
    page.write_string(number, 0, "合计", styles.of("total"))
    for place, column in enumerate(sheet.columns):
        if column.name in sums:
            letters = xlsxwriter.utility.xl_col_to_name(place)
            formula = f"=SUM({letters}{FIRST_ROW + 1}:{letters}{number})"
            shown = sums[column.name] or Decimal("0.00")
            page.write_formula(number, place, formula, styles.of("total_money"), shown)


def total_cells(sheet_columns: tuple[str, ...], rows: int) -> list[str]:
    """Cells of a sheet that hold our own formulas, as ``I7``."""
    return [
        f"{xlsxwriter.utility.xl_col_to_name(place)}{FIRST_ROW + rows + 1}"
        for place, name in enumerate(sheet_columns)
        if name in ("left_amount", "right_amount", "difference")
    ]
