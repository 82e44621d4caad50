"""What may be entered into the answer cells: lists, dates, lengths, checked while somebody types."""

from __future__ import annotations

from datetime import date

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from warehouse.exchange.layout import FIRST_ROW, answer_columns
from warehouse.exchange.outgoing import Sheet

SHEET = "_choices"
LONGEST = {"corrected_no": 64, "remark": 200, "clerk": 20}
EARLIEST = date(2000, 1, 1)
LATEST = date(2099, 12, 31)


def add_choices(book: Workbook, options: dict[tuple[str, str], tuple[str, ...]]) -> dict[tuple[str, str], str]:
    """Write the lists to a hidden sheet; leg and verdict → the range of their list."""
    page = book.add_worksheet(SHEET)
    ranges = {}
    for column, (place, labels) in enumerate(sorted(options.items())):
        page.write_column(0, column, labels)
        letters = _letters(column)
        ranges[place] = f"='{SHEET}'!${letters}$1:${letters}${len(labels)}"
    page.protect()
    page.very_hidden()
    return ranges


def add_validations(page: Worksheet, sheet: Sheet, lists: dict[tuple[str, str], str]) -> None:
    """Let each answer cell take what it may."""
    at = {column.name: len(sheet.columns) + place for place, column in enumerate(answer_columns())}
    for number, row in enumerate(sheet.rows, start=FIRST_ROW):
        if not row.is_first:
            continue
        page.data_validation(number, at["answer"], number, at["answer"], {
            "validate": "list", "source": lists[sheet.leg, row.verdict], "input_title": "答复", "input_message": "请从列表中选择",
            "error_title": "答复", "error_message": "请从列表中选择一项。",
        })  # fmt: skip
        page.data_validation(number, at["handled_on"], number, at["handled_on"], {
            "validate": "date", "criteria": "between", "minimum": EARLIEST, "maximum": LATEST,
            "error_title": "处理日期", "error_message": "请填日期，例如 2020-04-08。",
        })  # fmt: skip
        for name, longest in LONGEST.items():
            page.data_validation(number, at[name], number, at[name], {
                "validate": "length", "criteria": "<=", "value": longest,
                "error_title": "太长", "error_message": f"不超过 {longest} 个字。",
            })  # fmt: skip


def _letters(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))
