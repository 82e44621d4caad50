"""The working database of the generator: an in-memory DuckDB, fixed settings, statements kept in demo/sql/."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import chinese_calendar
import duckdb

SQL = Path(__file__).parent / "sql"
REGION = "650000"


def open_store(year: int, seed: int, scratch: Path) -> duckdb.DuckDBPyConnection:
    """Open the database with the macros and the table of working days (golden year and the January after it)."""
    con = duckdb.connect(config={"threads": 2, "memory_limit": "1500MB", "temp_directory": str(scratch)})
    con.execute("SET enable_progress_bar = false")
    con.execute("SET VARIABLE seed = ?", [str(seed)])
    con.execute("SET VARIABLE y = ?", [year])
    con.execute("SET VARIABLE region = ?", [REGION])
    run(con, "macros")
    fill(con, "calendar_day", "d DATE, is_work BOOLEAN", _working_days(year))
    run(con, "calendar")
    return con


def _working_days(year: int) -> list[tuple[datetime.date, bool]]:
    days = [datetime.date(year, 1, 1) + datetime.timedelta(days=n) for n in range(396)]
    try:
        return [(day, chinese_calendar.is_workday(day)) for day in days]
    except NotImplementedError as missing:
        raise ValueError(f"no calendar of Chinese working days for {year} and the January after it") from missing


def run(con: duckdb.DuckDBPyConnection, name: str, **variables: Any) -> None:
    """Run demo/sql/<name>.sql after setting its variables."""
    for key, value in variables.items():
        con.execute(f"SET VARIABLE {key} = ?", [value])
    con.execute((SQL / f"{name}.sql").read_text("utf-8"))


def fill(con: duckdb.DuckDBPyConnection, table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    """Create a small table from Python rows (plans, calendars; never details)."""
    con.execute(f"CREATE OR REPLACE TABLE {table} ({columns})")
    listed = list(rows)
    if listed:
        marks = ", ".join("?" * len(listed[0]))
        con.executemany(f"INSERT INTO {table} VALUES ({marks})", listed)  # noqa: S608  names are ours
