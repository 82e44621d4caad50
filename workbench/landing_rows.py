"""Rows of one delivery from the landing zone's text Parquet, which holds no names and no identity numbers."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from warehouse.connection import scratch
from workbench.receipts import contracts

KEY_NAMES = {"person_key": "人员标识（加密）", "source_row": "行号"}


@cache
def columns(dataset: str) -> tuple[tuple[str, str], ...]:
    """(column, Chinese head) of what a dataset's text Parquet shows."""
    contract = contracts()[dataset]
    heads = {column.name: column.header for column in contract.columns if not column.personal}
    return tuple((name, heads.get(name, KEY_NAMES.get(name, name))) for name in contract.landed)


@cache
def numbers(dataset: str) -> frozenset[str]:
    """Columns that are amounts or counts: pages put them to the right."""
    return frozenset(each.name for each in contracts()[dataset].columns if each.type in ("money", "integer", "decimal"))


def heads(dataset: str | None) -> dict[str, str]:
    """Column → what the sender's file calls it; empty for a delivery that no contract knows."""
    contract = contracts().get(dataset or "")
    return {column.name: column.header for column in contract.columns} if contract else {}


def rows(path: Path, offset: int, count: int) -> list[dict[str, Any]]:
    """Rows in file order, all text as delivered."""
    # The file is written in this order; sorting it again would read all of it for each page.
    sql = "select * from read_parquet($path) limit $count offset $offset"
    return _query(path, sql, {"count": count, "offset": offset})


def row(path: Path, number: int) -> dict[str, Any] | None:
    """The row with this number as a person sees it in the file (header included)."""
    found = _query(path, "select * from read_parquet($path) where source_row = $number", {"number": number})
    return found[0] if found else None


def findings(path: Path | None, number: int | None = None, limit: int = 100) -> list[dict[str, Any]]:
    """What was found wrong with the rows of a delivery (or with one row); personal values come masked."""
    if path is None:
        return []
    sql = """
        select * from read_parquet($path) where $number is null or source_row = $number
        order by severity, source_row, column_name limit $count
    """
    return _query(path, sql, {"number": number, "count": limit})


def _query(path: Path, sql: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    with scratch("512MB") as connection:
        cursor = connection.execute(sql, {"path": str(path), **values})
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, each, strict=True)) for each in cursor.fetchall()]
