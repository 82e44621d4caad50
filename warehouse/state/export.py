"""Approved decisions as the files that a build reads."""

from __future__ import annotations

from datetime import UTC, datetime

from filelock import FileLock

from warehouse.decision_file import write_decision_files
from warehouse.settings import Settings
from warehouse.state.decision_rows import read_decisions
from warehouse.state.drafts import WITH_LINES
from warehouse.state.store import StateStore
from warehouse.state.tables import decision as decisions


def write_decisions(settings: Settings, store: StateStore) -> None:
    """Replace ``<home>/state/decisions``: what is approved and not revoked, without any text that a person typed.

    The same decisions give the same bytes. Whoever comes last has read last, so the files never go back in time.
    """
    lock = settings.under("state", ".decisions.lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(lock):
        with store.session() as connection:
            found = read_decisions(connection, decisions.c.kind.in_(WITH_LINES), status="approved")
        write_decision_files(
            settings,
            [
                (each.decision_id, each.kind, each.leg, each.region_code, each.period, each.cause, each.reason_code,
                 each.maker, each.checker, _moment(each.made_at), _moment(each.decided_at or each.made_at))
                for each in found
            ],
            [
                (each.decision_id, line.side, line.party, line.dataset, line.line_id, line.record_key, line.fund_code,
                 line.amount, line.period)
                for each in found
                for line in each.lines
            ],
        )  # fmt: skip


def _moment(text: str) -> datetime:
    """UTC without zone, as the files hold it."""
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)
