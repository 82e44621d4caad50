"""Closes and re-openings in the journal: each entry carries the digest of the close under ``closed/``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from warehouse.closes import Close, read_closes
from warehouse.state.store import Change, StateStore
from warehouse.state.tables import month_event


@dataclass(frozen=True)
class MonthEvent:
    """A close or a re-opening: close, reopen, or found_closed / found_reopened for older than the state database."""

    sequence: int
    event: str
    region_code: str
    period: str
    version: int
    digest: str
    done_by: str
    approved_by: str | None
    reason: str
    happened_at: str


def append_close(change: Change, close: Close, event: str = "close") -> None:
    """Journal that a month was closed."""
    row = _row(close, event, close.closed_by, None, close.reason, close.closed_at)
    change.append(event, f"{close.region_code} {close.period}", {"month_event": [row]})


def append_reopening(change: Change, close: Close, approved_by: str | None, event: str = "reopen") -> None:
    """Journal that a close was superseded."""
    row = _row(
        close, event, close.reopened_by or "", approved_by, close.reopen_reason or "", close.reopened_at or change.at
    )
    change.append(event, f"{close.region_code} {close.period}", {"month_event": [row]})


def record_found(store: StateStore) -> None:
    """Journal the closes that were made before there was a state database."""
    closes = read_closes(store.settings.closed_path)
    if not closes:
        return
    with store.change("system") as change:
        for close in closes:
            append_close(change, close, "found_closed")
        for close in closes:
            if close.status == "superseded":
                append_reopening(change, close, None, "found_reopened")


def list_month_events(store: StateStore, region: str | None = None, period: str | None = None) -> list[MonthEvent]:
    """Closes and re-openings in their order."""
    query = select(month_event).order_by(month_event.c.sequence)
    for column, wanted in (("region_code", region), ("period", period)):
        if wanted is not None:
            query = query.where(month_event.c[column] == wanted)
    with store.session() as connection:
        return [MonthEvent(**row) for row in connection.execute(query).mappings()]


def _row(close: Close, event: str, by: str, approved_by: str | None, reason: str, at: str) -> dict[str, Any]:
    return {
        "event": event, "region_code": close.region_code, "period": close.period, "version": close.version,
        "digest": close.digest, "done_by": by, "approved_by": approved_by, "reason": reason, "happened_at": at,
    }  # fmt: skip
