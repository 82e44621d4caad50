"""The ledger of runs: who built and published what, when, from which input, and how each model fared (SQLite)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_SCHEMA = """
create table if not exists run (
    run_id text primary key, started_at text not null, finished_at text, ok integer, input_digest text, message text
);
create table if not exists run_node (
    run_id text not null references run, node text not null, kind text not null, status text not null,
    seconds text not null, message text, primary key (run_id, node)
);
create table if not exists publication (
    publication_id integer primary key autoincrement, run_id text not null references run, published_at text not null,
    digest text not null, path text not null
);
"""


@dataclass(frozen=True)
class Node:
    """One model, seed or test of a run: name, kind, dbt's status, seconds as text, message."""

    name: str
    kind: str
    status: str
    seconds: str
    message: str | None


class RunLedger:
    """Append-only record of builds and publications, readable while a build runs."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        with self._open() as database:
            database.executescript(_SCHEMA)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        database = sqlite3.connect(self._path, timeout=30)
        database.execute("pragma journal_mode = wal")
        try:
            with database:
                yield database
        finally:
            database.close()

    def start(self, run_id: str, input_digest: str) -> None:
        """A build begins."""
        with self._open() as database:
            database.execute(
                "insert into run (run_id, started_at, input_digest) values (?, ?, ?)",
                (run_id, _now(), input_digest),
            )

    def finish(self, run_id: str, ok: bool, nodes: list[Node], message: str | None) -> None:
        """A build ended, well or not."""
        with self._open() as database:
            database.execute(
                "update run set finished_at = ?, ok = ?, message = ? where run_id = ?",
                (_now(), int(ok), message, run_id),
            )
            database.executemany(
                "insert into run_node values (?, ?, ?, ?, ?, ?)",
                [(run_id, node.name, node.kind, node.status, node.seconds, node.message) for node in nodes],
            )

    def published(self, run_id: str, digest: str, path: Path) -> None:
        """A build was published."""
        with self._open() as database:
            database.execute(
                "insert into publication (run_id, published_at, digest, path) values (?, ?, ?, ?)",
                (run_id, _now(), digest, str(path)),
            )

    def last_publication(self) -> tuple[str, str, str] | None:
        """(run_id, published_at, digest) of what readers see, or None."""
        with self._open() as database:
            row = database.execute(
                "select run_id, published_at, digest from publication order by publication_id desc limit 1"
            ).fetchone()
        return (row[0], row[1], row[2]) if row else None

    def input_of(self, run_id: str) -> str | None:
        """Digest of the deliveries that a build read."""
        with self._open() as database:
            row = database.execute("select input_digest from run where run_id = ?", (run_id,)).fetchone()
        return str(row[0]) if row else None

    def last_run(self) -> tuple[str, str, bool | None, str | None] | None:
        """(run_id, started_at, ok or None while it runs or was killed, message) of the newest build, or None."""
        with self._open() as database:
            row = database.execute(
                "select run_id, started_at, ok, message from run order by started_at desc, run_id desc limit 1"
            ).fetchone()
        return (row[0], row[1], None if row[2] is None else bool(row[2]), row[3]) if row else None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
