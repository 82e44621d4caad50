"""What follows a published December: the self-evaluation is drafted and the year's documents are written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from warehouse.evaluate import Evaluation, evaluate
from warehouse.scope import MonthState
from warehouse.settings import Settings


@dataclass(frozen=True)
class YearEnd:
    """A region's year: its evaluation, the documents written, or why none were.

    Attributes:
        wrong: Figures of our own report that the checker finds contradictory; 0 is what a reader expects.
    """

    region_code: str
    year: int
    evaluation: Evaluation
    documents: tuple[Path, ...]
    wrong: int
    message: str | None


def draft_year_ends(settings: Settings, months: Iterable[MonthState]) -> list[YearEnd]:
    """Draft every year whose December is among ``months`` and complete. Missing reasons do not stop a draft."""
    decembers = [month for month in months if month.state == "complete" and month.period.endswith("12")]
    return [draft_year_end(settings, int(month.period[:4]), month.region_code) for month in decembers]


def draft_year_end(settings: Settings, year: int, region: str) -> YearEnd:
    """Draft one region's year. Without a goals file there is nothing to evaluate against, and that is said."""
    from reporting.checker.findings import Verdict
    from reporting.report import write_reports

    evaluation = evaluate(settings, year, region)
    if not evaluation.tables:
        missing = f"{region} 没有 {year} 年的绩效目标表（fin_performance_goal），自评未做：请财政部门报送后再运行。"
        return YearEnd(region, year, evaluation, (), 0, missing)
    (written,) = write_reports(settings, year, region)
    wrong = len(written.check.of(Verdict.WRONG))
    return YearEnd(region, year, evaluation, written.paths, wrong, None)
