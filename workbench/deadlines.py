"""Who has delivered what for each month, and who is late by the contract's delivery day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from ingest.contract import SourceContract
from warehouse.deadlines import OVERDUE_DAYS, due_day, following
from workbench.receipts import Delivered, contracts
from workbench.rendering import CHINA

BACKFILL = timedelta(days=OVERDUE_DAYS)
"""What comes more than a year after its day was loaded as history; nobody was late with it."""
NEXT_MONTH = timedelta(days=62)
"""For so long after its day a month is expected of which nobody has delivered anything."""


@dataclass(frozen=True)
class Cell:
    """One dataset of one month.

    Attributes:
        state: ``there``, ``late`` (there, after its day), ``refused``, ``missing``, ``overdue``, ``none`` (not expected).
    """

    state: str
    due: date
    delivered: Delivered | None


@dataclass(frozen=True)
class Month:
    """One region and month: a cell for each dataset of :func:`monthly`."""

    region: str
    period: str
    cells: tuple[Cell, ...]

    @property
    def state(self) -> str:
        """``complete``, ``books_only`` (history for comparison) or ``waiting``."""
        states = {cell.state for cell in self.cells}
        if not states & {"missing", "overdue", "refused", "none"}:
            return "complete"
        return "books_only" if "none" in states else "waiting"


def monthly() -> list[SourceContract]:
    """The datasets that each month must have, by party."""
    wanted = [each for each in contracts().values() if each.delivery.frequency == "monthly" and each.delivery.required]
    return sorted(wanted, key=lambda each: (each.party, each.dataset))


def today() -> date:
    """The day in China."""
    return datetime.now(CHINA).date()


def months(delivered: Iterable[Delivered], day: date) -> list[Month]:
    """All months for which anybody delivered, and the next while it is fresh; newest first."""
    by_slot: dict[tuple[str | None, str | None, str | None], Delivered] = {}
    for each in delivered:  # newest first: the current version, else the latest refusal
        held = by_slot.get(each.slot)
        if held is None or (held.state != "accepted" and each.state == "accepted"):
            by_slot[each.slot] = each
    names = {each.dataset for each in monthly()}
    slots = {(region, period) for dataset, region, period in by_slot if dataset in names and region and period}
    slots |= {(region, period) for region, period in _next(slots) if _is_fresh(period, day)}
    return [_month(region, period, by_slot, day) for region, period in sorted(slots, key=lambda s: (s[1], s[0]))][::-1]


def _next(slots: set[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    for region in {region for region, _ in slots}:
        last = max(period for each, period in slots if each == region)
        yield region, following(last).strftime("%Y%m")


def _is_fresh(period: str, day: date) -> bool:
    return all(
        due_day(period, each.delivery) - timedelta(days=31) < day < due_day(period, each.delivery) + NEXT_MONTH
        for each in monthly()
    )


def _month(
    region: str, period: str, by_slot: dict[tuple[str | None, str | None, str | None], Delivered], day: date
) -> Month:
    found = [(each, by_slot.get((each.dataset, region, period))) for each in monthly()]
    history = all((item is None) if not each.delivery.books else True for each, item in found) and any(
        item and item.state == "accepted" for _, item in found
    )
    return Month(region, period, tuple(_cell(each, item, period, day, history) for each, item in found))


def _cell(contract: SourceContract, item: Delivered | None, period: str, day: date, history: bool) -> Cell:
    last = due_day(period, contract.delivery)
    if item is None:
        state = "none" if history else "overdue" if day > last else "missing"
    elif item.state == "refused":
        state = "refused"
    else:
        came = datetime.fromisoformat(item.receipt.received_at).replace(tzinfo=UTC).astimezone(CHINA).date()
        state = "late" if last < came < last + BACKFILL else "there"
    return Cell(state, last, item)
