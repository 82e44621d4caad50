"""What may happen to one contribution payment, as data: each kind is a list of records at tax and at the agency.

A payment is what one payer owes to one fund for one month, ``a`` fen. A recipe says which lines each party keeps
of it and what an auditor must say of each line. ``part`` is the amount (see ``sql/macros.sql``), ``slot`` the
ticket (0 = the payer's ticket of the month, n = a ticket of its own), ``link`` the lines that belong together
(0 = stands alone), ``mark`` lines that agree in every visible attribute and may be exchanged, ``pay`` the true
payment within the kind, ``also`` verdicts that an accountant would accept as well.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Tax:
    """A ticket line. ``months``/``days`` delay it; ``past`` puts it on months before the year."""

    part: str = "whole"
    slot: int = 0
    levy: str = "正常"
    days: int = 0
    months: int = 0
    fund: str = "own"
    past: bool = False
    first: int = 0
    last: int = 0
    subitem: str = "unit"
    assess: str = "own"
    via: str = "treasury"
    verdict: str = "matched"
    cause: str | None = None
    also: str = ""
    link: int = 1
    mark: str = ""
    pay: int = 1


@dataclass(frozen=True)
class Agency:
    """A posting. ``ticket`` is noise (usual damage), good or none; ``late`` posts it in the following month."""

    part: str = "whole"
    due: str = "whole"
    slot: int = 0
    ticket: str = "noise"
    assess: str = "own"
    days: int = 0
    months: int = 0
    late: bool = False
    again: int = 0
    fund: str = "own"
    past: bool = False
    first: int = 0
    payer: str = "own"
    posting_type: str = "正常"
    verdict: str = "matched"
    cause: str | None = None
    also: str = ""
    link: int = 1
    mark: str = ""
    pay: int = 1


@dataclass(frozen=True)
class Kind:
    """One kind: lines per 1 000 payments at dirt 1 (``always``: at any dirt), and the records it leaves."""

    name: str
    rate: float
    tax: list[Tax] = field(default_factory=list)
    agency: list[Agency] = field(default_factory=list)
    early: bool = False
    always: bool = False
    hard: bool = False


PLAIN = Kind("plain", 0, [Tax()], [Agency()])


def quotas(kinds: list[Kind], dirt: float, hard: bool, payments: int, pool: int) -> list[tuple[str, bool, int]]:
    """How many payments each kind gets: at least one, and together at most nine tenths of the pool."""
    wanted = [
        (k.name, k.early, max(1, round(k.rate * (1 if k.always else dirt) * payments / 1000)))
        for k in kinds
        if (k.always or dirt > 0) and (hard or not k.hard)
    ]
    share = min(1.0, 0.9 * pool / max(1, sum(n for _, _, n in wanted)))
    return [(name, early, max(1, int(n * share))) for name, early, n in wanted]
