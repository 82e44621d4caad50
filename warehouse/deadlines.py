"""When a party's file is due and by when a month is to be closed; who is late on a given day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar

from ingest.contract import Delivery, SourceContract, load_contracts
from warehouse.closes import current_close
from warehouse.scope import MonthState, month_states
from warehouse.settings import Settings

OVERDUE_DAYS = 365
"""What is longer overdue than this was loaded as history; nobody is reminded of it."""


@dataclass(frozen=True)
class LateFile:
    """A required file that was not accepted by its day; ``refused`` when one came and lies in quarantine."""

    region: str
    period: str
    contract: SourceContract
    due: date
    days: int
    refused: bool


@dataclass(frozen=True)
class LateClose:
    """A complete month that is not closed by its day."""

    region: str
    period: str
    due: date
    days: int


def due_day(period: str, delivery: Delivery) -> date:
    """Last day on which a month's file is in time, grace included; on a day off the next working day."""
    return next_workday(following(period, delivery.day) + timedelta(days=delivery.grace_days))


def close_day(settings: Settings, period: str) -> date:
    """Day by which a month is to be closed (``SANFANG_CLOSE_DAY`` of the next month, or the working day after it)."""
    return next_workday(following(period, settings.close_day))


def next_workday(day: date) -> date:
    """The day itself, or the next working day of China's official calendar; Monday to Friday where none is published."""
    while not _is_worked(day):
        day += timedelta(days=1)
    return day


def late_files(settings: Settings, day: date) -> list[LateFile]:
    """Required monthly files that are late on ``day``, oldest month first.

    A region is expected to deliver every month from its first to the one after its last.
    """
    wanted = {
        name: each
        for name, each in load_contracts().items()
        if each.delivery.required and each.delivery.frequency == "monthly"
    }
    late = []
    for state in _expected(settings, tuple(wanted)):
        for dataset in state.missing:
            due = due_day(state.period, wanted[dataset].delivery)
            if 0 < (day - due).days <= OVERDUE_DAYS:
                refused = any(name.startswith(f"{dataset}_") for name in state.refused)
                late.append(LateFile(state.region_code, state.period, wanted[dataset], due, (day - due).days, refused))
    return late


def late_closes(settings: Settings, day: date) -> list[LateClose]:
    """Complete months that should be closed by ``day`` and are not, oldest first."""
    late = []
    for state in sorted(_own(settings), key=lambda each: (each.period, each.region_code)):
        due = close_day(settings, state.period)
        is_open = current_close(settings.closed_path, state.region_code, state.period) is None
        if state.state == "complete" and is_open and 0 < (day - due).days <= OVERDUE_DAYS:
            late.append(LateClose(state.region_code, state.period, due, (day - due).days))
    return late


def _own(settings: Settings) -> list[MonthState]:
    return [each for each in month_states(settings) if settings.region in (None, each.region_code)]


def _expected(settings: Settings, datasets: tuple[str, ...]) -> list[MonthState]:
    """Months that wait for a file, and for each region the month after its last."""
    states = [each for each in _own(settings) if each.state != "books_only"]
    last = {each.region_code: each.period for each in states}  # oldest first: the last one stays
    after = [
        MonthState(region, following(period).strftime("%Y%m"), "waiting", datasets, ())
        for region, period in last.items()
    ]
    waiting = [each for each in states if each.state == "waiting"]
    return sorted(waiting + after, key=lambda each: (each.period, each.region_code))


def following(period: str, day: int = 1) -> date:
    """That day of the month after ``period``."""
    year, month = int(period[:4]), int(period[4:])
    return date(year + month // 12, month % 12 + 1, day)


def _is_worked(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5
