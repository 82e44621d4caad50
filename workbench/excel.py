"""Any rows as an Excel workbook in bounded memory: amounts as numbers from exact Decimals, codes as text."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import xlsxwriter
from fastapi import HTTPException, Request
from starlette.responses import Response, StreamingResponse
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from warehouse.state.journal import record
from workbench.access import signed_in
from workbench.limits import Throttle

Sheet = tuple[str, Sequence[str], Iterable[Sequence[Any]]]
MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_000
A4 = 9
NARROWEST = 16
_IN_MEMORY = 8 * 1024 * 1024


def workbook(request: Request, name: str, sheets: Iterable[Sheet]) -> Response:
    """The workbook as a download, journalled as an export of the signed-in person.

    Args:
        name: File name without its ending.
        sheets: (title, heads, rows); a Decimal becomes a number with two places, text never becomes a formula.

    Raises:
        HTTPException: 413 when a sheet has more rows than Excel holds; 429 when exports come too fast.
    """
    viewer = signed_in(request)
    request.app.state.throttle.spend(Throttle.EXPORTS, viewer.login)
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed when it was sent
    rows = _write(file, sheets)
    record(request.app.state.store, viewer.login, "export", name, {"rows": str(rows), "query": str(request.url.query)})
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}.xlsx"}
    return StreamingResponse(_chunks(file), media_type=MEDIA, headers=headers)


def _write(file: Any, sheets: Iterable[Sheet]) -> int:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    total = 0
    with xlsxwriter.Workbook(file, options) as book:
        head = book.add_format({"bold": True, "bg_color": "#E9ECF0", "bottom": 1})
        formats = {
            "money": book.add_format({"num_format": "#,##0.00;[Red]-#,##0.00"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        for title, heads, rows in sheets:
            total += _sheet(book.add_worksheet(title[:31]), heads, rows, head, formats)
    return total


def _sheet(
    sheet: Worksheet, heads: Sequence[str], rows: Iterable[Sequence[Any]], head: Format, formats: dict[str, Format]
) -> int:
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    for column, text in enumerate(heads):
        sheet.set_column(column, column, max(NARROWEST, 2 * len(text) + 2))
    sheet.write_row(0, 0, heads, head)
    count = 0
    for count, row in enumerate(rows, 1):
        if count > MOST_ROWS:
            raise HTTPException(413, "结果超过 Excel 一张表的行数上限，请用筛选条件缩小范围后再导出。")
        for column, value in enumerate(row):
            _cell(sheet, count, column, value, formats)
    sheet.autofilter(0, 0, count, max(len(heads) - 1, 0))
    return count


def _cell(sheet: Worksheet, row: int, column: int, value: Any, formats: dict[str, Format]) -> None:
    if value is None:
        return
    if isinstance(value, Decimal):
        sheet.write_number(row, column, value, formats["money"])
    elif isinstance(value, bool):
        sheet.write_string(row, column, "是" if value else "否")
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    elif isinstance(value, date) and not isinstance(value, datetime):
        sheet.write_datetime(row, column, value, formats["date"])
    else:
        sheet.write_string(row, column, str(value)[:32_000])


def _chunks(file: Any) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while chunk := file.read(256 * 1024):
            yield chunk
