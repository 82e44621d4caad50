"""Read-only queries on the published warehouse, always through the row filter of the person who asks.

Nobody sees the tables themselves. Each set of regions has a catalog of its own in memory whose schema ``marts``
holds one view for each published table, filtered by region; a query says ``from marts.…`` and cannot get around it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from workbench.prepared import prepare

Row = dict[str, Any]
Parameters = Sequence[Any] | dict[str, Any]

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


class NothingPublishedError(RuntimeError):
    """There is no published warehouse yet."""


class OutOfRangeError(ValueError):
    """Somebody asked for a number that no row can have."""


@dataclass(frozen=True)
class Reader:
    """One request's view of one publication: all its queries see the same file and the same regions."""

    cursor: duckdb.DuckDBPyConnection

    def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """Rows as dictionaries; money arrives as exact Decimal (元)."""
        cursor = self.cursor.execute(sql, _storable(parameters))
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def row(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """First row, or None."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def stream(self, sql: str, parameters: Parameters = (), size: int = 5_000) -> Iterator[tuple[Any, ...]]:
        """Header first, then the rows, in bounded memory; for exports."""
        cursor = self.cursor.execute(sql, _storable(parameters))
        yield tuple(column[0] for column in cursor.description or [])
        while batch := cursor.fetchmany(size):
            yield from batch


def _storable(parameters: Parameters) -> Parameters:
    """The same values, unless one is a number that no column could hold."""
    values = parameters.values() if isinstance(parameters, dict) else parameters
    if any(isinstance(value, int) and abs(value) >= 2**63 for value in values):
        raise OutOfRangeError
    return parameters


class _Generation:
    """One published file as it was opened, with the filtered catalogs made so far."""

    def __init__(self, path: Path, identity: tuple[int, int], memory_limit: str, threads: int) -> None:
        self.identity = identity
        self._lock = threading.Lock()
        self._catalogs: dict[frozenset[str] | None, str] = {}
        self._connection = duckdb.connect(config={**_CONFIG, "memory_limit": memory_limit, "threads": threads})
        quoted = str(path).replace("'", "''")
        self._connection.execute(f"attach '{quoted}' as warehouse (read_only)")
        prepare(self._connection)
        self._connection.execute("set enable_external_access = false")
        self._connection.execute("set lock_configuration = true")

    def reader(self, regions: frozenset[str] | None) -> Reader:
        with self._lock:
            if regions not in self._catalogs:
                self._catalogs[regions] = self._make_catalog(regions)
            cursor = self._connection.cursor()
        cursor.execute(f"use {self._catalogs[regions]}")
        return Reader(cursor)

    def _make_catalog(self, regions: frozenset[str] | None) -> str:
        name = f"scope_{len(self._catalogs)}"
        run = self._connection.execute
        run(f"attach ':memory:' as {name}")
        run(f"create schema {name}.marts")
        for catalog, table, has_region in run(_TABLES).fetchall():
            condition = _condition(table, has_region, regions)
            run(f'create view {name}.marts."{table}" as select * from {catalog}.marts."{table}" where {condition}')  # noqa: S608
        return name


_TABLES = """
select database_name, table_name, bool_or(column_name = 'region_code')
from duckdb_columns() where database_name in ('warehouse', 'prepared') and schema_name = 'marts'
group by database_name, table_name order by table_name
"""


def _condition(table: str, has_region: bool, regions: frozenset[str] | None) -> str:
    """Rows that a person of these regions may see. A fact without a region is for those who see all."""
    if regions is None:
        return "true"
    if has_region:
        codes = ", ".join(f"'{code}'" for code in sorted(regions) if code.isalnum())
        return f"region_code in ({codes})" if codes else "false"
    return "true" if table.startswith("dim_") else "false"


class Published:
    """The published warehouse of one home; opened again when a publication replaced the file."""

    def __init__(self, path: Path, memory_limit: str = "1GB", threads: int = 2) -> None:
        self._path = path
        self._memory_limit = memory_limit
        self._threads = threads
        self._lock = threading.Lock()
        self._current: _Generation | None = None

    def exists(self) -> bool:
        """Whether anything was published yet."""
        return self._path.exists()

    def open_newest(self) -> None:
        """Open what was published last, so that nobody's request has to wait for it."""
        if self.exists():
            with self.reading(None) as reader:
                # Binding the first number makes DuckDB's client import pandas, which takes seconds.
                reader.rows("select $number", {"number": 1})

    @contextmanager
    def reading(self, regions: frozenset[str] | None) -> Iterator[Reader]:
        """Queries of one request.

        Args:
            regions: Region codes that the person may see; None is all.

        Raises:
            NothingPublishedError: before the first publication.
        """
        reader = self._generation().reader(regions)
        try:
            yield reader
        finally:
            reader.cursor.close()

    def _generation(self) -> _Generation:
        try:
            status = self._path.stat()
        except FileNotFoundError as error:
            raise NothingPublishedError from error
        identity = (status.st_ino, status.st_mtime_ns)
        with self._lock:
            if self._current is None or self._current.identity != identity:
                # The earlier one closes when the last request that reads it is done.
                self._current = _Generation(self._path, identity, self._memory_limit, self._threads)
            return self._current
