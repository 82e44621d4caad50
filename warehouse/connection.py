"""The ways to open DuckDB: a scratch database, the build file for its one writer, the published file for readers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

_OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


@contextmanager
def scratch(memory_limit: str = "1GB") -> Iterator[duckdb.DuckDBPyConnection]:
    """In-memory database that reads landing files; nothing of it remains."""
    connection = duckdb.connect(config={**_OFFLINE, "memory_limit": memory_limit})
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def reader(path: Path, writable_file: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Read-only connection that can touch no other file.

    Args:
        path: A published warehouse.
        writable_file: The single file that ``COPY … TO`` may write, for exports.
    """
    # Locked from the start, so that several readers in one process share one configuration.
    locked = {**_OFFLINE, "enable_external_access": False, "lock_configuration": True}
    connection = duckdb.connect(path, read_only=True, config=_OFFLINE if writable_file else locked)
    try:
        if writable_file is not None:
            connection.execute("SET allowed_paths = [$file]", {"file": str(writable_file)})
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
        yield connection
    finally:
        connection.close()


@contextmanager
def writer(path: Path, memory_limit: str = "2GB") -> Iterator[duckdb.DuckDBPyConnection]:
    """Read-write connection; DuckDB lets one process hold it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(path, config={**_OFFLINE, "memory_limit": memory_limit})
    try:
        yield connection
    finally:
        connection.close()
