"""Rows of one file inside DuckDB: table ``delivered`` as read, view ``staged`` as it will be landed."""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb

from ingest.contract import Column, SourceContract
from ingest.findings import FileWarning
from ingest.trailer import Reported

BLANKS = " \t\u3000"


@dataclass(frozen=True)
class Staged:
    """A file in table ``delivered``: its columns in file order, its control totals, how rows are numbered.

    ``first_row`` is the row of the first record as a person counts, or ``None`` when the table carries its
    own ``source_row``. ``blanks`` are the blank characters that occur in the file at all.
    """

    columns: list[Column]
    reported: Reported | None
    first_row: int | None
    blanks: set[str] = field(default_factory=set)
    warnings: list[FileWarning] = field(default_factory=list)


def quoted(name: str) -> str:
    """A column name in SQL."""
    return f'"{name}"'


def literal(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"


def column_list(columns: list[Column]) -> str:
    """DDL of the delivered columns, all text."""
    return ", ".join(f"{quoted(c.name)} VARCHAR" for c in columns)


def stripped(name: str, blanks: set[str]) -> str:
    """SQL of a value without outer blanks, NULL when nothing is left; plain where the file has no blanks."""
    column = quoted(name)
    if not blanks:
        return column
    edge = " OR ".join(f"starts_with({column}, {literal(b)}) OR ends_with({column}, {literal(b)})" for b in sorted(blanks))
    return f"CASE WHEN {edge} THEN nullif(trim({column}, {literal(BLANKS)}), '') ELSE {column} END"


def create_staged_view(connection: duckdb.DuckDBPyConnection, contract: SourceContract, staged: Staged) -> None:
    """Make the view ``staged``: ``source_row``, then every column of the contract, absent ones NULL."""
    present = {c.name for c in staged.columns}
    row = "source_row" if staged.first_row is None else f"CAST(rowid + {staged.first_row} AS BIGINT)"
    parts = [f"{row} AS source_row"]
    for column in contract.columns:
        value = stripped(column.name, staged.blanks) if column.name in present else "CAST(NULL AS VARCHAR)"
        parts.append(f"{value} AS {quoted(column.name)}")
    connection.execute(f"CREATE OR REPLACE TEMP VIEW staged AS SELECT {', '.join(parts)} FROM delivered")
