"""The journal for an auditor's eyes: those of one region see what concerns their region."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from warehouse.state.journal import Entry, entries
from warehouse.state.store import StateStore

_PORTION = 500
_MOST = 20
"""Portions looked through for one page, so that a rare entry cannot make one request read everything."""


def journal_page(
    store: StateStore,
    regions: frozenset[str] | None,
    *,
    actor: str | None,
    action: str | None,
    subject: str | None,
    before: int | None,
    count: int,
) -> tuple[list[Entry], int | None]:
    """Newest entries first, and where the next page begins (None at the end)."""
    found: list[Entry] = []
    for _ in range(_MOST):
        portion = entries(store, actor=actor, action=action, subject=subject, before=before, limit=_PORTION)
        for entry in portion:
            before = entry.sequence
            if regions is None or set(_regions(entry.content)) & regions:
                found.append(entry)
                if len(found) == count:
                    return found, before
        if len(portion) < _PORTION:
            return found, None
    return found, before


def _regions(content: Any) -> Iterator[str]:
    """Region codes that an entry's rows name."""
    for rows in (content.get("rows") or {}).values():
        for row in rows:
            if row.get("region_code"):
                yield row["region_code"]
    if region := (content.get("details") or {}).get("region"):
        yield region


def summary(entry: Entry) -> list[tuple[str, str]]:
    """(column, value) of what was recorded, flat and short, for a table cell."""
    content = entry.content
    pairs = [(name, str(value)) for name, value in (content.get("details") or {}).items()]
    for table, rows in (content.get("rows") or {}).items():
        if len(rows) > 3:
            pairs.append((table, f"{len(rows)} 行"))
            continue
        pairs += [(name, str(value)) for row in rows for name, value in row.items() if value not in (None, "")]
    return pairs
