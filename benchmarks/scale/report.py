"""The tables of docs/scale.md: what was measured on both engines, and what follows for sizes that were not run."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs" / "scale.md"
START, END = "<!-- scale:start -->", "<!-- scale:end -->"
# What the arithmetic assumes; nothing of it was measured here.
EFFICIENCY = 0.6
MONTHS = (100_000_000, 1_000_000_000)
NODE_CORES, CLUSTERS = 16, (48, 480)
NODE_MEMORY = (64, 256)


@dataclass(frozen=True)
class Engine:
    """Wall and CPU seconds of a build with all its processes, and the most memory they held at one moment (MB)."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Measured:
    """One size on both engines.

    Attributes:
        lines: Lines per party.
        duckdb, spark: Everything built for the first time.
        duckdb_month, spark_month: Built again after one month of twelve was restated; None if that was not run.
        tables: Tables compared row for row, ``rows`` in all, of which ``different`` were not equal.
        load: Load average of the last five minutes at the end; above the number of cores, others were at work.
    """

    lines: int
    duckdb: Engine
    spark: Engine
    duckdb_month: Engine | None
    spark_month: Engine | None
    tables: int
    rows: int
    different: int
    load: float

    def write(self, path: Path) -> None:
        """Keep the figures."""
        path.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    @staticmethod
    def read(path: Path) -> Measured:
        """Figures kept by ``write``."""
        kept = json.loads(path.read_text(encoding="utf-8"))
        names = ("duckdb", "spark", "duckdb_month", "spark_month")
        engines = {name: Engine(**kept[name]) if kept[name] else None for name in names}
        return Measured(**{**kept, **engines})


def table(measured: list[Measured]) -> str:
    """Markdown: the machine, one row per size and engine, the slopes, and the arithmetic for larger sizes."""
    loads = ", ".join(f"{size.load:.1f} at {size.lines:,}" for size in measured)
    parts = [
        f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}; load average {loads}.",
        "| lines per party | engine | wall s | CPU s | peak MB | one month restated: wall s | CPU s | tables compared | rows | tables that differ |\n"
        "|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|\n" + "\n".join(row for size in measured for row in _rows(size)),
    ]
    if len(measured) > 1:
        parts += [_slopes(measured), _arithmetic(measured)]
    return "\n\n".join(parts) + "\n"


def _rows(size: Measured) -> list[str]:
    compared = f"{size.tables} | {size.rows:,} | {size.different}"
    return [
        f"| {size.lines:,} | {name} | {used.wall:.0f} | {used.cpu:.0f} | {used.peak:,.0f} | {_month(month)} | {told} |"
        for name, used, month, told in (
            ("DuckDB", size.duckdb, size.duckdb_month, " | | "),
            ("Spark", size.spark, size.spark_month, compared),
        )
    ]


def _month(used: Engine | None) -> str:
    return f"{used.wall:.0f} | {used.cpu:.0f}" if used else "not run | "


def slope(measured: list[Measured], engine: str) -> tuple[float, float]:
    """CPU seconds at no lines at all, and for each further line per party: from the smallest and the largest size."""
    first, last = measured[0], measured[-1]
    here, there = getattr(first, engine), getattr(last, engine)
    each = (there.cpu - here.cpu) / (last.lines - first.lines)
    return here.cpu - each * first.lines, each


def _slopes(measured: list[Measured]) -> str:
    (duckdb_fixed, duckdb), (spark_fixed, spark) = slope(measured, "duckdb"), slope(measured, "spark")
    return (
        f"From {measured[0].lines:,} to {measured[-1].lines:,} lines per party: **DuckDB {duckdb * 1e6:.0f} µs of CPU per line, "
        f"Spark {spark * 1e6:.0f} µs, {spark / duckdb:.1f} ×**; before the first line DuckDB needs {duckdb_fixed:.0f} CPU seconds, "
        f"Spark {spark_fixed:.0f}."
    ) + "".join(_saved(size) for size in [size for size in measured if size.duckdb_month][-1:])


def _saved(size: Measured) -> str:
    return (
        f" After one month of twelve was restated, {size.lines:,} lines took {_share(size, 'duckdb')} of the CPU of their first build "
        f"on DuckDB, {_share(size, 'spark')} on Spark."
    )


def _share(size: Measured, engine: str) -> str:
    return f"{getattr(size, f'{engine}_month').cpu / getattr(size, engine).cpu:.0%}"


def _arithmetic(measured: list[Measured]) -> str:
    (_, duckdb), (spark_fixed, spark) = slope(measured, "duckdb"), slope(measured, "spark")
    head = (
        f"| lines per party and month | DuckDB, one node of {NODE_CORES} cores | "
        + " | ".join(f"Spark, {cores} executor cores" for cores in CLUSTERS)
        + " |\n|--:|--:|"
        + "--:|" * len(CLUSTERS)
        + "\n"
    )
    rows = [
        f"| {lines:,} | {_duration(duckdb * lines / (NODE_CORES * EFFICIENCY))} | "
        + " | ".join(_duration(spark_fixed / 2 + spark * lines / (cores * EFFICIENCY)) for cores in CLUSTERS)
        + " |"
        for lines in MONTHS
    ]
    return f"{head}{chr(10).join(rows)}\n\n{_crossover(measured, spark / duckdb)}"


def _crossover(measured: list[Measured], ratio: float) -> str:
    first, *others = measured
    # The steepest: beyond its memory limit a build writes to disk and grows no more.
    each = max((size.duckdb.peak - first.duckdb.peak) * 1e6 / (size.lines - first.lines) for size in others)
    memory = ", ".join(f"{size} GB about {size * 1e9 / each / 1e6:,.0f} million" for size in NODE_MEMORY)
    return (
        f"Crossover by speed: Spark needs {ratio:.0f} times the cores, {ratio * NODE_CORES:,.0f} against a node of {NODE_CORES}, "
        f"{ratio * 64:,.0f} against one of 64. Crossover by memory: DuckDB took {each:,.0f} bytes per line per party and month in one "
        f"build before it has to write to disk: {memory} lines."
    )


def _duration(seconds: float) -> str:
    return (
        f"{seconds:.0f} s"
        if seconds < 120
        else f"{seconds / 60:.0f} min"
        if seconds < 7200
        else f"{seconds / 3600:.1f} h"
    )


def write(text: str) -> None:
    """Put the tables between the marks of docs/scale.md."""
    document = DOCUMENT.read_text(encoding="utf-8")
    before, rest = document.split(START)
    DOCUMENT.write_text(f"{before}{START}\n{text}{END}{rest.split(END)[1]}", encoding="utf-8")
