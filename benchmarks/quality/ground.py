"""Opens the database that the truth is worked out in: variables, chance, and the Chinese working-day calendar."""

from __future__ import annotations

from dataclasses import astuple, fields
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import duckdb

from benchmarks.quality.catalogue import KINDS
from benchmarks.quality.kinds import Agency, Kind, Tax, quotas

SQL = Path(__file__).parent / "sql"


def is_working(day: date) -> bool:
    """Working day with shifted workdays; outside the library's years only Saturdays and Sundays are free."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def run(con: duckdb.DuckDBPyConnection, name: str) -> None:
    """Execute one script of ``sql/``."""
    con.execute((SQL / f"{name}.sql").read_text(encoding="utf-8"))


def open_ground(settings: dict[str, object]) -> duckdb.DuckDBPyConnection:
    """A fresh in-memory database with the settings as variables, macros, calendar and recipes."""
    con = duckdb.connect()
    for name, value in settings.items():
        con.execute(f"set variable {name} = $value", {"value": value})
    con.execute("set preserve_insertion_order = true")
    run(con, "macros")
    _calendar(con, int(str(settings["year"])))
    _recipes(con, "tax_recipe", Tax, {k.name: list(k.tax) for k in KINDS})
    _recipes(con, "agency_recipe", Agency, {k.name: list(k.agency) for k in KINDS})
    return con


def _calendar(con: duckdb.DuckDBPyConnection, year: int) -> None:
    """``calendar(day, next_n)``: number of the working day on or after it; ``workday(n, day)`` the way back."""
    day, n, rows, days = date(year - 1, 12, 1), 0, [], []
    while day < date(year + 1, 6, 1):
        rows.append((day, n + 1))
        if is_working(day):
            n += 1
            days.append((n, day))
        day += timedelta(days=1)
    con.execute("create table calendar (day date, next_n integer)")
    con.execute("create table workday (n integer, day date)")
    con.executemany("insert into calendar values (?, ?)", rows)
    con.executemany("insert into workday values (?, ?)", days)


def _recipes(
    con: duckdb.DuckDBPyConnection, table: str, shape: type[Tax] | type[Agency], recipes: dict[str, list[object]]
) -> None:
    types = {"int": "integer", "bool": "boolean"}
    columns = ", ".join(f'"{f.name}" {types.get(str(f.type), "varchar")}' for f in fields(shape))
    con.execute(f"create table {table} (kind varchar, n integer, {columns})")
    marks = ", ".join("?" * (len(fields(shape)) + 2))
    for kind, lines in recipes.items():
        for n, line in enumerate(lines):
            con.execute(f"insert into {table} values ({marks})", [kind, n, *astuple(line)])  # type: ignore[call-overload]


def plant_kinds(con: duckdb.DuckDBPyConnection, dirt: float, hard: bool) -> None:
    """Fill ``kind_quota`` and hand the kinds to the payments."""
    counted = con.execute("select count(*), count(*) filter (plantable) from payment").fetchone()
    payments, pool = counted if counted else (0, 0)
    kinds: list[Kind] = [k for k in KINDS if k.name != "plain"]
    con.executemany("insert into kind_quota values (?, ?, ?)", quotas(kinds, dirt, hard, payments, pool))
    run(con, "plant")
