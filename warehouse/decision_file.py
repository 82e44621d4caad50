"""People's approved decisions as a build reads them: two Parquet files under ``<home>/state/decisions``.

The columns stand here once, for whoever writes the files and for dbt. Nothing in them is personal data or free text.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.connection import scratch
from warehouse.settings import Settings

DECISION = {
    "decision_id": "varchar",
    "kind": "varchar",  # match, unmatch, exclude, explain, write_off; any other kind is listed and changes nothing
    "leg": "varchar",
    "region_code": "varchar",
    "period": "varchar",
    "cause": "varchar",
    "reason_code": "varchar",
    "maker": "varchar",
    "checker": "varchar",
    "made_at": "timestamp",
    "approved_at": "timestamp",
}
DECISION_LINE = {
    "decision_id": "varchar",
    "side": "varchar",
    "party": "varchar",
    "dataset": "varchar",
    "line_id": "varchar",  # line_id of a line, or the unit_id of a whole batch
    "record_key": "varchar",
    "fund_code": "varchar",
    "amount": "decimal(18,2)",
    "period": "varchar",
}
_FILES = {"decision": DECISION, "decision_line": DECISION_LINE}


def write_decision_files(
    settings: Settings, decisions: Iterable[Sequence[object]], lines: Iterable[Sequence[object]]
) -> None:
    """Replace both files. Rows have the columns of DECISION and DECISION_LINE in order; money as Decimal or text (元), moments as UTC or with a zone.

    The same rows give the same bytes whatever their order.
    """
    for name, rows in (("decision", decisions), ("decision_line", lines)):
        _write(settings.decisions_path / f"{name}.parquet", _FILES[name], list(rows))


def ensure_decision_files(settings: Settings) -> None:
    """Files without rows where nobody has decided anything, so that a build always finds them."""
    for name, columns in _FILES.items():
        path = settings.decisions_path / f"{name}.parquet"
        if not path.exists():
            _write(path, columns, [])


def decisions_digest(settings: Settings) -> str:
    """Digest of the decisions' content: the same decisions give the same digest, no decisions and no file too."""
    digest = hashlib.sha256()
    with scratch() as connection:
        for name, columns in _FILES.items():
            path = settings.decisions_path / f"{name}.parquet"
            for row in _rows(connection, path, columns) if path.exists() else []:
                digest.update(repr((name, *row)).encode())
    return digest.hexdigest()


def _utc(value: object) -> object:
    """A moment with a zone as UTC without one: a database would turn it into the machine's own time."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value


def _rows(connection: duckdb.DuckDBPyConnection, path: Path, columns: dict[str, str]) -> list[tuple[object, ...]]:
    return connection.execute(
        f"select {', '.join(columns)} from read_parquet($file) order by all",  # noqa: S608 - names from this module
        {"file": str(path)},
    ).fetchall()


def _write(path: Path, columns: dict[str, str], rows: list[Sequence[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    declared = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    with scratch() as connection:
        connection.execute(f"create table decided ({declared})")
        marks = f"({', '.join('?' * len(columns))})"
        for start in range(0, len(rows), 500):  # one statement for many rows: one row each takes seconds
            some = rows[start : start + 500]
            values = [_utc(value) for row in some for value in row]
            connection.execute(f"insert into decided values {', '.join([marks] * len(some))}", values)  # noqa: S608
        connection.execute(
            "copy (from decided order by all) to $file (format parquet)",
            {"file": str(temporary)},
        )
    temporary.replace(path)
