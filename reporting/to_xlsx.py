"""Workbook of the official form: a sheet for each table, ready to print on A4."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from reporting.content.facts import layout
from reporting.document import Cell, Document, Paragraph, Table, run_text

_A4 = 9
_FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


def to_xlsx(document: Document, path: Path) -> None:
    """Write the tables of a document. Numbers are numbers; every text is a text, never a formula."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as workbook:
        # The wall clock would make the same content differ.
        created = datetime(document.year, 12, 31, tzinfo=UTC)
        workbook.set_properties({"title": document.title, "author": "", "created": created})
        styles = _Styles(workbook)
        for table in document.tables():
            _sheet(workbook, styles, table, document)
        if not document.tables():
            _notice(workbook, styles, document)


class _Styles:
    """Formats of the workbook, one for each style, number format and kind of text."""

    def __init__(self, workbook: Workbook) -> None:
        self.words: dict[str, Any] = layout("styles")
        self._workbook = workbook
        self._made: dict[tuple[str, str | None, bool], Format] = {}

    def of(self, cell: Cell, *, is_quoted: bool = False) -> Format:
        """The format of a cell; ``is_quoted`` keeps text that looks like a formula text when a person edits it."""
        key = (cell.style, cell.number_format if cell.figure else None, is_quoted)
        if key not in self._made:
            self._made[key] = self._workbook.add_format(self._properties(*key))
        return self._made[key]

    def _properties(self, style: str, number_format: str | None, is_quoted: bool) -> dict[str, Any]:
        look = self.words["cells"][style]
        properties: dict[str, Any] = {
            "font_name": self.words["fonts"][look.get("font", "song")],
            "font_size": look.get("size", self.words["sheet"]["font_size"]),
            "bold": look.get("bold", False),
            "align": look["align"],
            "valign": "vcenter",
            "text_wrap": True,
            "border": 1 if look.get("border", True) else 0,
        }
        for name, property_name in (("color", "font_color"), ("fill", "bg_color")):
            if name in look:
                properties[property_name] = f"#{look[name]}"
        if number_format:
            properties["num_format"] = number_format
        return properties | ({"quote_prefix": True} if is_quoted else {})


def _sheet(workbook: Workbook, styles: _Styles, table: Table, document: Document) -> None:
    sheet = workbook.add_worksheet(_NOT_IN_NAMES.sub("", table.sheet or table.key)[:31])
    for column, width in enumerate(table.widths):
        sheet.set_column(column, column, width)
    for row, height in table.heights:
        sheet.set_row(row, height)
    for row, column, cell in table.placed():
        _write(sheet, styles, row, column, cell)
    last_row, last_column = len(table.rows) - 1, len(table.widths) - 1
    sheet.print_area(0, 0, last_row, last_column)
    # Title and year head every page of a table that is longer than one.
    sheet.repeat_rows(0, 1)
    _page(sheet, styles.words["sheet"], len(table.rows))


def _write(sheet: Worksheet, styles: _Styles, row: int, column: int, cell: Cell) -> None:
    is_quoted = cell.text.startswith(_FORMULA_LIKE) and _number(cell) is None
    look = styles.of(cell, is_quoted=is_quoted)
    if cell.columns > 1 or cell.rows > 1:
        sheet.merge_range(row, column, row + cell.rows - 1, column + cell.columns - 1, "", look)
    if (number := _number(cell)) is not None:
        sheet.write_number(row, column, number, look)
    elif cell.text:
        sheet.write_string(row, column, cell.text, look)
    else:
        sheet.write_blank(row, column, None, look)


def _number(cell: Cell) -> float | None:
    """The figure as the file format holds numbers: binary floating point, shown in the cell's format."""
    figure = cell.figure
    return float(figure.value) if figure and figure.value is not None and cell.number_format else None


def _page(sheet: Worksheet, look: dict[str, Any], rows: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    # A table of usual length fits one page; a longer one keeps its size and runs on.
    sheet.fit_to_pages(1, 1 if rows <= look["one_page_rows"] else 0)
    sheet.set_margins(**look["margins"])
    sheet.center_horizontally()
    sheet.set_footer(look["footer"])
    sheet.hide_gridlines(2)


def _notice(workbook: Workbook, styles: _Styles, document: Document) -> None:
    sheet = workbook.add_worksheet("未报送")
    sheet.set_column(0, 0, 80)
    sheet.write_string(0, 0, document.title, styles.of(Cell(style="title")))
    texts = ["".join(map(run_text, block.runs)) for block in document.blocks if isinstance(block, Paragraph)]
    for row, text in enumerate(texts, 1):
        sheet.write_string(row, 0, text, styles.of(Cell(style="status")))
    _page(sheet, styles.words["sheet"], 1)
