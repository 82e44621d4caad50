"""Opening the state database: SQLite under the home directory, or Postgres by URL; one writer at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, text
from sqlalchemy.engine import URL, make_url

from warehouse.settings import Settings
from warehouse.state.actions import ACTIONS
from warehouse.state.journal import Entry, canonical, journalled, last_entry
from warehouse.state.schema import upgrade
from warehouse.state.tables import audit_entry, metadata

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
_LOCK = 0x5A4E46414E47
"""Key of Postgres' advisory lock that lets one transaction append at a time."""


class Change:
    """One transaction that appends to the journal. It holds the only right to write until it ends."""

    def __init__(self, connection: Connection, actor: str) -> None:
        self.connection = connection
        self.actor = actor
        self.at = datetime.now(UTC).isoformat(timespec="microseconds")
        self._sequence, self._hash = last_entry(connection)

    @property
    def next_sequence(self) -> int:
        """Sequence that the next entry will have."""
        return self._sequence + 1

    @property
    def journal_head(self) -> str:
        """Hash of the newest entry."""
        return self._hash

    def append(
        self, action: str, subject: str, rows: Rows | None = None, details: Mapping[str, str] | None = None
    ) -> Entry:
        """Add an entry and the rows that it records, each with the entry's sequence."""
        if action not in ACTIONS:
            raise ValueError(f"no such action in the journal: {action}")
        payload: dict[str, Any] = {}
        if details:
            payload["details"] = dict(details)
        if rows:
            payload["rows"] = {table: [journalled(table, row) for row in each] for table, each in rows.items()}
        draft = Entry(
            self.next_sequence, self.at, self.actor, action, subject, canonical(payload), self._hash, ""
        )  # fmt: skip
        entry = Entry(**{**vars(draft), "hash": draft.computed_hash})
        self.connection.execute(insert(audit_entry), [vars(entry)])
        for table, each in (rows or {}).items():
            self.connection.execute(
                insert(metadata.tables[table]), [{**row, "sequence": entry.sequence} for row in each]
            )
        self._sequence, self._hash = entry.sequence, entry.hash
        return entry


class StateStore:
    """The state database of one home. Safe to share between threads."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.settings = settings
        self.engine = engine

    @contextmanager
    def session(self) -> Iterator[Connection]:
        """A reading transaction: one unchanging view of the database."""
        with self.engine.connect() as connection:
            if self.engine.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def change(self, actor: str) -> Iterator[Change]:
        """A writing transaction in the name of ``actor``: all of it or nothing."""
        with self.engine.connect() as connection:
            connection.info["writes"] = True
            try:
                with connection.begin():
                    if self.engine.dialect.name == "postgresql":
                        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})
                    yield Change(connection, actor)
            finally:
                connection.info.pop("writes", None)


def state_url(settings: Settings) -> URL:
    """Where the state database is: ``SANFANG_STATE_URL``, else SQLite under the home directory."""
    if settings.state_url is not None:
        return make_url(settings.state_url.get_secret_value())
    return URL.create("sqlite", database=str(settings.under("state", "sanfang.sqlite")))


def open_state(settings: Settings) -> StateStore:
    """The state database, made and brought to the newest schema where that is needed.

    Raises:
        SchemaError: The database was made by a later version of this software.
    """
    url = state_url(settings)
    if url.get_backend_name() == "sqlite" and url.database:
        _make_file(Path(url.database))
    # A forked process must not use its parent's connections.
    engine = _engine(url.render_as_string(hide_password=False), os.getpid())
    store = StateStore(settings, engine)
    if upgrade(engine, settings.under("state", ".schema.lock")):
        from warehouse.state.months import record_found

        record_found(store)
    return store


@lru_cache(maxsize=64)
def _engine(url: str, _process: int) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": 60})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not begin transactions by itself: ours begin by taking the right to write.
    connection.isolation_level = None
    for pragma in ("journal_mode = wal", "foreign_keys = on", "recursive_triggers = on", "synchronous = full"):
        connection.execute(f"pragma {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("begin immediate" if connection.info.get("writes") else "begin")
