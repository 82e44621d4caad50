"""Writing a party's workbook and journalling that it was sent."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from warehouse.exchange.differences import published_marts
from warehouse.exchange.outgoing import Outgoing, prepare
from warehouse.exchange.workbook import write_workbook
from warehouse.state.journal import record
from warehouse.state.permissions import Person, may
from warehouse.state.store import StateStore

SENT = "exchange_sent"


@dataclass(frozen=True)
class Package:
    """A workbook as it was sent."""

    outgoing: Outgoing
    content: bytes
    sha256: str


def may_exchange(person: Person, action: str, region: str, party: str) -> bool:
    """Whether a person may send to this party (``export``) or read its answers in (``explain``).

    One's own party's workbook; the agency's people, who run the reconciliation, also those of the others.
    """
    return may(person, action, region, party) or may(person, action, region, "social_security")


def send(store: StateStore, actor: str, party: str, region: str, period: str) -> Package:
    """Write the workbook of one party and month, and journal it with its digest.

    Args:
        actor: Login, or ``cli:<user>``.

    Raises:
        ExchangeError: There is nothing to send.
    """
    settings = store.settings
    with published_marts(settings) as marts:
        outgoing = prepare(settings, marts, marts.digest, party, region, period)
    content = write_workbook(settings, outgoing)
    package = Package(outgoing, content, hashlib.sha256(content).hexdigest())
    record(store, actor, SENT, outgoing.manifest.exchange_id, _details(package))
    return package


def _details(package: Package) -> dict[str, str]:
    manifest = package.outgoing.manifest
    units = [row.unit_key for row in manifest.rows]
    return {
        "party": manifest.party,
        "region": manifest.region,
        "period": manifest.period,
        "publication": manifest.publication,
        "sha256": package.sha256,
        "rows": str(len(units)),
        "lines": json.dumps(units),
    }
