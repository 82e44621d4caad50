"""Workbooks: one grid per sheet, cells as shortest decimal text. A merged cell keeps its text in its first place."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from reporting.checker.figures import canonical
from reporting.checker.packages import check_package
from reporting.checker.reading import MAX_CELLS, Block, Grid, Paragraph, ReadingError

_NUMERIC = re.compile(r"[-+]?[\d.,]+%?")


def read_sheet(path: Path) -> list[Block]:
    """Sheets as tables; texts that stand alone in their row, and whole sentences, as paragraphs too."""
    check_package(path, "xl/workbook.xml")
    from python_calamine import CalamineWorkbook

    blocks: list[Block] = []
    cells = 0
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            for name in book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                cells += sheet.total_height * sheet.total_width
                if cells > MAX_CELLS:
                    raise ReadingError(f"{path.name} 超过 {MAX_CELLS} 个单元格：请只提交报告。")
                blocks += _blocks(name, sheet.to_python(skip_empty_area=False))
    except ReadingError:
        raise
    except Exception as error:  # calamine raises its own errors for each damaged part
        raise ReadingError(f"{path.name} 不是可读的 Excel 文件：请另存为 .xlsx（{type(error).__name__}）。") from error
    return blocks


def _blocks(name: str, rows: list[list[Any]]) -> list[Block]:
    texts = [tuple(cell_text(value) for value in row) for row in rows]
    places = [tuple(f"{name}!{_column(c)}{r}" for c in range(1, len(row) + 1)) for r, row in enumerate(texts, start=1)]
    blocks: list[Block] = [Grid(tuple(texts), tuple(places), name)] if any(any(row) for row in texts) else []
    for row, row_places in zip(texts, places, strict=True):
        alone = sum(bool(text) for text in row) == 1
        for text, place in zip(row, row_places, strict=True):
            # A text alone in its row, or whole sentences in a cell, are prose and no table's figures.
            if text and ((alone and not _NUMERIC.fullmatch(text)) or (len(text) > 40 and "。" in text)):
                blocks += [Paragraph(line.strip(), ((0, place),)) for line in text.split("\n") if line.strip()]
    return blocks


def cell_text(value: Any) -> str:
    """Text of a cell; workbook numbers as the shortest decimal that reads back as the same number."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, float):
        text = format(value, ".15g")
        if "e" in text:
            text = format(value, "f").rstrip("0").rstrip(".")
        return text
    if isinstance(value, date | datetime | time | timedelta):
        return ""
    return canonical(str(value).strip())


def _column(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
