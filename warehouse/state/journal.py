"""The journal: one entry for every fact, each holding the hash of the entry before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, select

from warehouse.state.tables import SECRET, audit_entry

if TYPE_CHECKING:
    from warehouse.state.store import StateStore

FIRST = "0" * 64
"""What the first entry holds in place of a hash before it."""


@dataclass(frozen=True)
class Entry:
    """One fact.

    Attributes:
        sequence: 1, 2, 3 … without a gap.
        at: Moment in UTC, ISO-8601.
        actor: Login, or ``cli:<user of the operating system>``, or ``system``.
        payload: Canonical JSON: ``rows`` (table → rows as recorded), ``details``.
        hash: SHA-256 over all the others in canonical JSON.
    """

    sequence: int
    at: str
    actor: str
    action: str
    subject: str
    payload: str
    previous_hash: str
    hash: str

    @property
    def content(self) -> Any:
        """The payload as read."""
        return json.loads(self.payload)

    @property
    def computed_hash(self) -> str:
        """The hash that this content must have."""
        fields = (self.sequence, self.at, self.actor, self.action, self.subject, self.payload, self.previous_hash)
        return hashlib.sha256(canonical(fields).encode()).hexdigest()


def canonical(value: Any) -> str:
    """JSON in its one form: keys sorted, no blanks, text as it is."""
    # repr: bytes or a fraction can only be there where somebody put them, and then the hash must differ, not fail.
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=repr)


def journalled(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as the journal holds it: without its sequence, a secret as its SHA-256."""
    return {
        column: _digest(value) if (table, column) in SECRET else value
        for column, value in row.items()
        if column != "sequence"
    }


def _digest(value: Any) -> str:
    return "sha256:" + hashlib.sha256(str(value).encode()).hexdigest()


def last_entry(connection: Connection) -> tuple[int, str]:
    """(sequence, hash) of the newest entry; (0, FIRST) while there is none."""
    row = connection.execute(
        select(audit_entry.c.sequence, audit_entry.c.hash).order_by(audit_entry.c.sequence.desc()).limit(1)
    ).first()
    return (row[0], row[1]) if row else (0, FIRST)


def head(store: StateStore) -> tuple[int, str]:
    """(number of entries, hash of the newest): write it down elsewhere, and a shortened journal is found by it."""
    with store.session() as connection:
        return last_entry(connection)


def entries(
    store: StateStore,
    *,
    actor: str | None = None,
    action: str | None = None,
    subject: str | None = None,
    before: int | None = None,
    limit: int = 100,
) -> list[Entry]:
    """Newest entries first, at most ``limit``; page on with ``before`` = the last sequence seen."""
    query = select(audit_entry).order_by(audit_entry.c.sequence.desc()).limit(limit)
    for column, wanted in (("actor", actor), ("action", action), ("subject", subject)):
        if wanted is not None:
            query = query.where(audit_entry.c[column] == wanted)
    if before is not None:
        query = query.where(audit_entry.c.sequence < before)
    with store.session() as connection:
        return [as_entry(row) for row in connection.execute(query)]


def record(store: StateStore, actor: str, action: str, subject: str, details: Mapping[str, str] | None = None) -> Entry:
    """Journal a fact that has no table of its own: a read of personal data, a file taken in, an export."""
    with store.change(actor) as change:
        return change.append(action, subject, details=details)


def as_entry(row: Row[Any] | Iterable[Any]) -> Entry:
    """A row of ``audit_entry`` in the order of its columns."""
    return Entry(*row)
