"""How often something was tried lately, counted in one file that all processes of a home share."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from limits import RateLimitItem

_WAIT_SECONDS = 5.0


class Attempts:
    """A moving window over ``<home>/state/attempts.sqlite``: a restart or a second process forgets nothing.

    It is no part of the state database: what is counted is worth nothing after minutes, and the journal is for good.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def hit(self, item: RateLimitItem, *key: str) -> bool:
        """Count one attempt; False, and nothing counted, when there were too many."""
        name, now = _name(item, key), time.time()
        with self._changing() as file:
            file.execute("delete from attempt where until <= ?", [now])
            (found,) = file.execute("select count(*) from attempt where name = ?", [name]).fetchone()
            if found >= item.amount:
                return False
            file.execute("insert into attempt values (?, ?)", [name, now + item.get_expiry()])
            return True

    def forget(self, item: RateLimitItem, *key: str) -> None:
        """Begin anew for this key."""
        with self._changing() as file:
            file.execute("delete from attempt where name = ?", [_name(item, key)])

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        file = sqlite3.connect(self.path, timeout=_WAIT_SECONDS, isolation_level=None)
        try:
            file.execute("pragma synchronous = off")
            # Counting and adding are one step, or two processes would both let the last attempt through.
            file.execute("begin immediate")
            file.execute("create table if not exists attempt (name text not null, until real not null)")
            yield file
            file.execute("commit")
        finally:
            file.close()


def _name(item: RateLimitItem, key: tuple[str, ...]) -> str:
    """Sixteen bits of the key: what was typed as a login may have been a password, and this gives none away."""
    return hashlib.sha256(item.key_for(*key).encode("utf-8", "replace")).hexdigest()[:4]
