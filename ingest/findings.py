"""What is wrong with a file or a row: one shape for refusals, rejects and warnings."""

# ruff: noqa: S608 - every name in SQL comes from a checked contract, every text is quoted

from __future__ import annotations

from dataclasses import dataclass

import duckdb

REJECT = "reject"
WARN = "warn"

FINDING_COLUMNS = {
    "source_file_id": "VARCHAR",
    "dataset": "VARCHAR",
    "source_row": "BIGINT",
    "column_name": "VARCHAR",
    "value": "VARCHAR",
    "code": "VARCHAR",
    "severity": "VARCHAR",
    "message": "VARCHAR",
}


@dataclass(frozen=True)
class Problem:
    """One place in a file: row as a person sees it (from 1), header of the column, expected and found."""

    row: int | None = None
    column: str | None = None
    expected: str = ""
    found: str = ""
    note: str = ""


class Refusal(Exception):
    """The file is refused whole. ``code`` names the reason, ``message`` says it in Chinese."""

    def __init__(self, code: str, message: str, problems: tuple[Problem, ...] = (), count: int | None = None) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.problems = problems
        self.count = len(problems) if count is None else count


@dataclass(frozen=True)
class FileWarning:
    """A doubt about the whole file, or about one cell that SQL does not see (a formula)."""

    code: str
    message: str
    row: int | None = None
    column: str | None = None
    value: str | None = None


def create_finding_table(connection: duckdb.DuckDBPyConnection) -> None:
    """Make an empty temporary table ``finding`` in ``connection``."""
    columns = ", ".join(f"{name} {kind}" for name, kind in FINDING_COLUMNS.items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE finding ({columns}, column_order INTEGER)")


def add_warnings(
    connection: duckdb.DuckDBPyConnection, source_file_id: str, dataset: str, warnings: list[FileWarning]
) -> None:
    """Add warnings that were found outside SQL to the table ``finding``."""
    for w in warnings:
        texts = [sql_text(x) for x in (source_file_id, dataset, w.column, w.value, w.code, WARN, w.message)]
        row = "NULL" if w.row is None else str(w.row)
        connection.execute(f"INSERT INTO finding VALUES ({texts[0]}, {texts[1]}, {row}, {', '.join(texts[2:])}, -1)")


def sql_text(text: str | None) -> str:
    """A text in SQL. Parameters would do, but the first one makes the engine's client import pandas (a second)."""
    return "NULL" if text is None else "'" + text.replace("'", "''") + "'"


def masked_sql(name: str, classification: str | None) -> str:
    """SQL of a value as a finding may show it: of an identity number its division, of a name nothing."""
    if classification is None:
        return name
    if classification == "person_id":
        return f"rpad(left({name}, 6), CAST(length({name}) AS INTEGER), '*')"
    return f"CASE WHEN {name} IS NOT NULL THEN '**' END"
