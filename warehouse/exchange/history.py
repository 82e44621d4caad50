"""What the journal knows about sendings and answers, by exchange and by line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from warehouse.exchange.answers import Answer, comment
from warehouse.exchange.manifest import Manifest, Sent
from warehouse.exchange.sending import SENT
from warehouse.state.journal import Entry, as_entry, entries, record
from warehouse.state.store import StateStore
from warehouse.state.tables import audit_entry

READ = "exchange_read"
_MOST = 1000


@dataclass(frozen=True)
class Reading:
    """One reading of an answered workbook. ``at`` is UTC, ISO-8601."""

    at: str
    by: str
    exchange_id: str
    answers: int
    unanswered: int


@dataclass(frozen=True)
class Sending:
    """One sending of a workbook. ``at`` is UTC, ISO-8601."""

    at: str
    by: str
    exchange_id: str
    party: str
    period: str
    sha256: str


@dataclass(frozen=True)
class ExchangeEvent:
    """Something that happened to a line between the parties.

    Attributes:
        at: UTC, ISO-8601.
        event: ``sent``, ``answered`` (a cause was proposed) or ``noted`` (an answer without a cause).
        party: Who was asked.
        answer, text: What was answered, and the whole sentence; '' for a sending.
        decision_id: The proposal that came of an answer.
    """

    at: str
    actor: str
    event: str
    exchange_id: str
    party: str
    answer: str = ""
    text: str = ""
    decision_id: str | None = None


def exchange_history(store: StateStore, region: str, line_id: str, unit_id: str | None = None) -> list[ExchangeEvent]:
    """All that was sent and answered in a region about a line, newest first; give its ``unit_id`` too where it has one."""
    found = []
    for entry, details in _told(_about(store, [each for each in (line_id, unit_id) if each])):
        if details["region"] != region:
            continue
        if entry.action == SENT:
            found.append(ExchangeEvent(entry.at, entry.actor, "sent", entry.subject, details["party"]))
            continue
        for answer in json.loads(details["answers"]):
            if {line_id, unit_id} & set(answer["lines"]):
                event = "answered" if answer["decision"] else "noted"
                told = (answer["answer"], answer["text"], answer["decision"])
                found.append(ExchangeEvent(entry.at, entry.actor, event, entry.subject, details["party"], *told))
    return found


def sendings(store: StateStore, region: str) -> list[Sending]:
    """Sendings of a region, newest first."""
    return [
        Sending(e.at, e.actor, e.subject, d["party"], d["period"], d["sha256"])
        for e, d in _told(entries(store, action=SENT, limit=_MOST))
        if d["region"] == region
    ]


def readings(store: StateStore, region: str) -> list[tuple[str, str, Reading]]:
    """(party, month, reading) of a region, newest first."""
    return [
        (d["party"], d["period"], _reading(e, d))
        for e, d in _told(entries(store, action=READ, limit=_MOST))
        if d["region"] == region
    ]


def find_reading(store: StateStore, sha256: str) -> Reading | None:
    """The reading in which this file was taken, or None."""
    for entry, details in _told(_matching(store, [READ], sha256)):
        if details["sha256"] == sha256:
            return _reading(entry, details)
    return None


def was_sent(store: StateStore, exchange_id: str) -> bool:
    """Whether a workbook of this number was ever sent."""
    return bool(entries(store, action=SENT, subject=exchange_id, limit=1))


def known_answers(store: StateStore, exchange_id: str) -> dict[str, str]:
    """Unit key of a first row → digest of the answer that was last taken for it."""
    found: dict[str, str] = {}
    for _, details in _told(reversed(entries(store, action=READ, subject=exchange_id, limit=_MOST))):
        found |= {answer["unit"]: answer["digest"] for answer in json.loads(details["answers"])}
    return found


def record_reading(
    store: StateStore,
    actor: str,
    manifest: Manifest,
    sha256: str,
    taken: Sequence[tuple[Answer, str | None, list[Sent]]],
    unanswered: int,
) -> None:
    """Journal a reading with each answer, the lines it is about, and the proposal that came of it."""
    told = [
        {
            "unit": answer.sent.unit_key,
            "lines": [row.unit_key for row in rows],
            "answer": answer.given.answer,
            "text": comment(answer.given, manifest),
            "digest": answer.given.digest,
            "decision": decision_id,
        }
        for answer, decision_id, rows in taken
    ]
    details = {
        "party": manifest.party,
        "region": manifest.region,
        "period": manifest.period,
        "sha256": sha256,
        "count": str(len(told)),
        "unanswered": str(unanswered),
        "answers": json.dumps(told, ensure_ascii=False),
    }
    record(store, actor, READ, manifest.exchange_id, details)


def _reading(entry: Entry, details: dict[str, Any]) -> Reading:
    return Reading(entry.at, entry.actor, entry.subject, int(details["count"]), int(details["unanswered"]))


def _told(found: Any) -> list[tuple[Entry, dict[str, Any]]]:
    return [(entry, entry.content["details"]) for entry in found]


def _about(store: StateStore, line_ids: list[str]) -> list[Entry]:
    seen = {entry.sequence: entry for each in line_ids for entry in _matching(store, [SENT, READ], each)}
    return [seen[sequence] for sequence in sorted(seen, reverse=True)]


def _matching(store: StateStore, actions: list[str], text: str) -> list[Entry]:
    query = (
        select(audit_entry)
        .where(audit_entry.c.action.in_(actions), audit_entry.c.payload.contains(text, autoescape=True))
        .order_by(audit_entry.c.sequence.desc())
        .limit(_MOST)
    )
    with store.session() as connection:
        return [as_entry(row) for row in connection.execute(query)]
