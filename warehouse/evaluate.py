"""The annual self-evaluation as the published warehouse has it: scores, gaps, and whether it may be final."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from warehouse.connection import reader
from warehouse.settings import Settings

_TABLES = (Path(__file__).parent / "evaluation.sql").read_text()
_GAPS = """
    select region_code, fund_code, gap_kind, indicator_code, detail, owner, action, blocks_final
    from marts.mart_self_evaluation_gap
    where year = $year and ($region is null or region_code = $region)
    order by region_code, fund_code, gap_no
"""
_MONTHS = """
    select region_code, list(month order by month) filter (where state in ('complete', 'books_only'))
    from marts.dim_period
    where year = $year and ($region is null or region_code = $region)
    group by region_code
    order by region_code
"""


Asked = dict[str, int | str | None]


class NotFinalError(ValueError):
    """The evaluation may not be final yet; the message says what is missing and who must supply it."""


@dataclass(frozen=True)
class TableScore:
    """Foot of one table. ``score`` is None while a row has no actual; ``status`` is complete or incomplete."""

    region_code: str
    fund_code: str
    fund: str
    scheme: str
    weight: Decimal
    score: Decimal | None
    grade: str | None
    status: str


@dataclass(frozen=True)
class Gap:
    """One thing that a table lacks, and who must supply it. ``blocks_final`` is False for mere remarks."""

    region_code: str
    fund_code: str
    kind: str
    indicator_code: str | None
    detail: str
    owner: str
    action: str
    blocks_final: bool


@dataclass(frozen=True)
class Evaluation:
    """A year's self-evaluation.

    Attributes:
        tables: One for each fund and one (``all``) for the region; empty where no goals were delivered.
        gaps: What is missing, in the order of the tables.
        missing_months: Months (1–12) that do not count yet, for each region with any month of the year.
    """

    year: int
    tables: tuple[TableScore, ...]
    gaps: tuple[Gap, ...]
    missing_months: dict[str, tuple[int, ...]]

    @property
    def is_whole_year(self) -> bool:
        """Every region has its twelve months."""
        return bool(self.missing_months) and not any(self.missing_months.values())

    @property
    def is_complete(self) -> bool:
        """There are tables, and nothing keeps them from being final."""
        return bool(self.tables) and self.is_whole_year and not any(gap.blocks_final for gap in self.gaps)

    def request(self) -> str:
        """What still has to come, and from whom, as text for people; '' when nothing does."""
        lines = [
            f"{region} 缺 {'、'.join(map(str, months))} 月的文件"
            for region, months in self.missing_months.items()
            if months
        ]
        without = sorted(set(self.missing_months).difference(table.region_code for table in self.tables))
        lines += [
            f"{region} 没有 {self.year} 年的绩效目标表：请财政部门报送 fin_performance_goal" for region in without
        ]
        lines += [
            f"{gap.owner}：{gap.region_code} 险种 {gap.fund_code}，{gap.detail}。{gap.action}"
            for gap in self.gaps
            if gap.blocks_final and gap.kind != "month"
        ]
        return "\n".join(lines)


def evaluate(settings: Settings, year: int, region: str | None = None, *, final: bool = False) -> Evaluation:
    """Read a year's self-evaluation from the published warehouse.

    Args:
        year: Calendar year.
        region: Only this region (GB/T 2260); None for all.
        final: Insist that nothing is missing. A draft is given whatever is missing.

    Raises:
        FileNotFoundError: Nothing has been published yet.
        NotFinalError: ``final`` was asked for and something is missing.
        ValueError: The warehouse knows no month of that year.
    """
    path = settings.published_path
    if not path.exists():
        raise FileNotFoundError(f"还没有发布的数仓 {path}：先运行 sanfang demo 或 sanfang run。")
    asked: Asked = {"year": year, "region": region}
    with reader(path) as connection:
        evaluation = Evaluation(
            year=year,
            tables=tuple(TableScore(*row) for row in connection.execute(_TABLES, asked).fetchall()),
            gaps=tuple(Gap(*row) for row in connection.execute(_GAPS, asked).fetchall()),
            missing_months=_missing_months(connection, asked),
        )
    if not evaluation.missing_months:
        raise ValueError(f"已发布的数仓里没有 {year} 年{f' {region}' if region else ''} 的月份。")
    if final and not evaluation.is_complete:
        raise NotFinalError(f"{year} 年自评表不能定稿，尚缺：\n{evaluation.request()}")
    return evaluation


def _missing_months(connection: duckdb.DuckDBPyConnection, asked: Asked) -> dict[str, tuple[int, ...]]:
    rows = connection.execute(_MONTHS, asked).fetchall()
    return {region: tuple(sorted(set(range(1, 13)).difference(months or []))) for region, months in rows}
