"""What the DAGs do, without a scheduler: take in the inbox, build, publish, and say how each month stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest.intake import Intake, take_in
from warehouse.build import BuildResult, build
from warehouse.publish import Publication, publish
from warehouse.scope import MonthState
from warehouse.settings import Settings

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class RunSummary:
    """Outcome of a run.

    Attributes:
        months: State of each month that was asked for; a month for which nothing came is ``waiting`` for everything.
        publication: What readers see now; None when the build failed and the old file stays.
    """

    intake: Intake
    build: BuildResult
    publication: Publication | None
    months: tuple[MonthState, ...]

    @property
    def ok(self) -> bool:
        """The build passed its tests and at least one month asked for is there."""
        return self.publication is not None and any(month.state != "waiting" for month in self.months)


def run(
    settings: Settings,
    inbox: Path | None = None,
    region: str | None = None,
    start: str | None = None,
    end: str | None = None,
    progress: Progress | None = None,
) -> RunSummary:
    """Bring the months ``start``–``end`` (YYYYMM) of a region to publication.

    Files of earlier periods are taken in too: growth and openings need them. Files of later periods are left alone.
    A month that lacks a party's file waits and is named; the others go on.
    """
    intake = receive(settings, inbox, region=region, through=end, progress=progress)
    built = build(settings, progress=progress)
    publication = publish(settings) if built.ok else None
    return RunSummary(intake, built, publication, _asked_for(built.months, region, start, end))


def receive(
    settings: Settings,
    inbox: Path | None = None,
    *,
    party: str | None = None,
    region: str | None = None,
    through: str | None = None,
    progress: Progress | None = None,
) -> Intake:
    """Take in an inbox of this installation.

    Raises:
        FileNotFoundError: There is no such folder.
    """
    folder = inbox or settings.inbox_path
    if not folder.is_dir():
        raise FileNotFoundError(
            f"收件目录不存在：{folder}。请建好目录（下设 tax、social_security、finance），或用 --inbox 指定。"
        )
    return take_in(folder, settings.landing(), party=party, region=region, through=through, progress=progress)


def _asked_for(
    months: tuple[MonthState, ...], region: str | None, start: str | None, end: str | None
) -> tuple[MonthState, ...]:
    known = {(month.region_code, month.period): month for month in months}
    chosen = [
        month
        for month in months
        if (region is None or month.region_code == region)
        and (start is None or month.period >= start)
        and (end is None or month.period <= end)
    ]
    if region and start and end:
        nothing = [
            MonthState(region, period, "waiting", ("全部",), ())
            for period in months_between(start, end)
            if (region, period) not in known
        ]
        chosen += nothing
    return tuple(sorted(chosen, key=lambda month: (month.region_code, month.period)))


def months_between(start: str, end: str) -> list[str]:
    """Months from ``start`` to ``end``, both included, as YYYYMM.

    Raises:
        ValueError: One of them is no month.
    """
    first, last = _month_number(start), _month_number(end)
    return [f"{number // 12:04d}{number % 12 + 1:02d}" for number in range(first, last + 1)]


def _month_number(period: str) -> int:
    if len(period) != 6 or not period.isdigit() or not 1 <= int(period[4:]) <= 12:
        raise ValueError(f"{period!r} 不是月份：应为 YYYYMM，例如 202003。")
    return int(period[:4]) * 12 + int(period[4:]) - 1
