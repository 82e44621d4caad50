"""Workbooks: title, unit, header (found by content), rows, control row, signature; every value as text."""

from __future__ import annotations

import csv
import datetime
import re
from decimal import Decimal
from pathlib import Path

import duckdb
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, XmlError, ZipError

from ingest.contract import Column, SourceContract
from ingest.findings import FileWarning, Problem, Refusal
from ingest.header import map_header
from ingest.job import Job
from ingest.sheet import Layout, check_preamble, find_header, split_rows
from ingest.staging import BLANKS, PARQUET, Staged, literal, select_rows, typed_columns
from ingest.trailer import Reported, is_trailer, read_trailer
from ingest.workbook_guard import guard_workbook

Cell = str | float | bool | int | datetime.date | datetime.datetime | datetime.time | datetime.timedelta
DIGITS = 15
"""Significant decimal digits that a double keeps for certain."""


def stage_workbook(connection: duckdb.DuckDBPyConnection, job: Job) -> Staged:
    """Read the sheet that holds the dataset into a Parquet file of its rows.

    Raises ``Refusal`` for an unreadable workbook, header, control row, unit, title, region or number.
    """
    contract, region, period = job.contract, job.name.region, job.name.period
    guarded = guard_workbook(job.content, job.limits)
    sheets = _sheets(job.content)
    texts = {name: [[_text(cell) for cell in row] for row in rows] for name, rows in sheets.items()}
    name, layout = _choose(texts, contract, period)
    grid = texts[name]
    warnings = check_preamble(grid[: layout.header_row], contract, region, period)
    columns = map_header(layout.labels, contract, period, layout.header_row + 1)
    body, trailer_at = split_rows(grid, layout, contract)
    reported = _reported(grid, trailer_at, columns, contract, layout)
    used = [*body, *([trailer_at] if trailer_at is not None else [])]
    _refuse_imprecise(sheets[name], used, layout, columns)
    warnings += _formula_warnings(guarded.formulas, set(body))
    warnings += [
        FileWarning("extra_sheet", f"工作表“{x}”没有读：里面没有这一种数据的表头", value=x)
        for x, rows in texts.items()
        if x != name and any(map(any, rows))
    ]
    rows = [[str(i + 1), *(_at(grid[i], c) for c in layout.positions)] for i in body]
    return Staged(_write(connection, job, rows, columns), reported, warnings)


def read_texts(path: Path) -> dict[str, list[list[str]]]:
    """Every sheet as rows of text, from cell A1. Raises ``Refusal`` for an unreadable workbook."""
    return {name: [[_text(cell) for cell in row] for row in rows] for name, rows in _sheets(path).items()}


def _sheets(path: Path) -> dict[str, list[list[Cell]]]:
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            return {n: book.get_sheet_by_name(n).to_python(skip_empty_area=False) for n in book.sheet_names}
    except PasswordError as error:
        raise Refusal("password_protected", "工作簿设了打开密码") from error
    except (CalamineError, ZipError, XmlError, OSError, ValueError) as error:
        old = path.open("rb").read(2) == b"\xd0\xcf"
        raise Refusal(
            "legacy_xls" if old else "unreadable_workbook",
            "旧式 .xls 工作簿读不出来" if old else "工作簿损坏，读不出来",
        ) from error
    except BaseException as error:  # a Rust panic is no Exception; it means damage, not a bug of ours
        if type(error).__name__ != "PanicException":
            raise
        raise Refusal("unreadable_workbook", "工作簿损坏，读不出来") from error


def _text(cell: Cell) -> str:
    """A value as text: numbers by their shortest decimal text, dates in ISO."""
    if isinstance(cell, str):
        return cell.strip(BLANKS)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float | int):
        text = f"{Decimal(repr(cell)):f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, datetime.date | datetime.time) else str(cell)


def _choose(texts: dict[str, list[list[str]]], contract: SourceContract, period: str) -> tuple[str, Layout]:
    found = [(name, layout) for name, rows in texts.items() if (layout := find_header(rows, contract, period))]
    if not found:
        if not any(any(row) for rows in texts.values() for row in rows):
            raise Refusal("empty_file", "工作簿是空的")
        labels = "、".join(c.header for c in contract.columns if not c.optional)
        raise Refusal(
            "no_header", "找不到表头", (Problem(expected=f"前 {contract.file.search_rows} 行里有：{labels}"),)
        )
    if len(found) > 1:
        raise Refusal(
            "many_sheets",
            "不止一张工作表有这种数据，不知道该读哪一张",
            tuple(Problem(expected="只有一张", found=f"工作表“{name}”") for name, _ in found),
        )
    return found[0]


def _reported(
    grid: list[list[str]], at: int | None, columns: list[Column], contract: SourceContract, layout: Layout
) -> Reported | None:
    if contract.trailer is None:
        return None
    if at is None:
        raise Refusal("no_trailer", "没有合计行，表可能不完整", (Problem(expected="第一列为“合计”的一行"),))
    cells = [_at(grid[at], c) for c in layout.positions]
    # the marker and the count stand in the first two columns of the sheet, whatever order the columns have
    cells[0:2] = [_at(grid[at], 0), _at(grid[at], 1)] if layout.positions[:2] == [0, 1] else cells[0:2]
    if not is_trailer(cells[0], contract):
        raise Refusal("bad_trailer", "合计行不在第一列", (Problem(at + 1),))
    return read_trailer(cells, columns, contract, at + 1)


def _refuse_imprecise(cells: list[list[Cell]], rows: list[int], layout: Layout, columns: list[Column]) -> None:
    problems = []
    for row in rows:
        for place, column in zip(layout.positions, columns, strict=True):
            cell = cells[row][place] if place < len(cells[row]) else ""
            if isinstance(cell, float) and not _precise(cell):
                problems.append(
                    Problem(row + 1, column.header, expected=f"不超过 {DIGITS} 位有效数字", found=_text(cell))
                )
    if problems:
        raise Refusal(
            "number_precision", "数字的位数超过了电子表格能准确保存的位数", tuple(problems[:50]), len(problems)
        )


def _precise(number: float) -> bool:
    digits = Decimal(repr(number)).normalize().as_tuple().digits
    return len(digits) <= DIGITS and abs(number) < 10**DIGITS


def _formula_warnings(formulas: dict[str, list[str]], body: set[int]) -> list[FileWarning]:
    warnings = []
    for cells in formulas.values():
        for cell in cells:
            row = int(re.sub(r"\D", "", cell))
            if row - 1 in body:
                warnings.append(FileWarning("formula_cell", "单元格是公式，用了文件里保存的结果", row=row, value=cell))
    return warnings


def _at(row: list[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _write(connection: duckdb.DuckDBPyConnection, job: Job, rows: list[list[str]], columns: list[Column]) -> Path:
    sheet, parquet = job.scratch / "sheet.csv", job.scratch / "rows.parquet"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    reader = (
        f"read_csv({literal(str(sheet))}, auto_detect=false, header=false, columns={typed_columns(columns)}, "
        "delim=',', quote='\"', escape='\"', nullstr='')"
    )
    select = select_rows(job, columns, reader)
    connection.execute(f"COPY ({select}) TO {literal(str(parquet))} {PARQUET}")
    return parquet
