"""The table of the speed benchmark, and its place in docs/performance.md."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

from benchmarks.speed.process import Taken

DOCUMENT = Path(__file__).parents[2] / "docs" / "performance.md"
START, END = "<!-- speed:start -->", "<!-- speed:end -->"
FLOOR = "bare join"
PROMISES = (
    "Targets: at most 10 × the bare join at 5 million lines, at least 2 × faster than datacompy, at most 6 GB at 10 million, "
    "at most 11 × per 10 × lines."
)


@dataclass(frozen=True)
class Measured:
    """All that was measured on one size. ``models`` are seconds of each dbt model of ours, slowest first."""

    lines: int
    landed: dict[str, int]
    taken: dict[str, Taken]
    models: dict[str, float]

    def write(self, path: Path) -> None:
        """Keep the figures."""
        path.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    @staticmethod
    def read(path: Path) -> Measured:
        """Figures kept by ``write``."""
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Measured(
            kept["lines"], kept["landed"], {n: Taken(**t) for n, t in kept["taken"].items()}, kept["models"]
        )


def table(measured: list[Measured]) -> str:
    """Markdown: one row per size and contestant, growth between sizes, slowest models, what was not run."""
    rows = [_row(size, name, taken) for size in measured for name, taken in size.taken.items()]
    head = (
        "| lines per party | contestant | wall s | CPU s | peak MB | CPU over bare join |\n|---|---|---|---|---|---|\n"
    )
    parts = [_machine(), head + "\n".join(rows), *_growth(measured), *_slowest(measured[-1:]), PROMISES]
    return "\n\n".join(parts) + "\n"


def _machine() -> str:
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, load average {os.getloadavg()[1]:.1f} at the end."


def _row(size: Measured, name: str, taken: Taken) -> str:
    if taken.failed:
        return f"| {size.lines:,} | {name} | {taken.failed} | | | |"
    floor = size.taken.get(FLOOR)
    over = f"{taken.cpu / floor.cpu:.1f} ×" if floor and not floor.failed and name != "stage" else ""
    return f"| {size.lines:,} | {name} | {taken.wall:.1f} | {taken.cpu:.1f} | {taken.peak:,.0f} | {over} |"


def _growth(measured: list[Measured]) -> list[str]:
    found = []
    for small, large in pairwise(measured):
        both = [
            f"{name} {large.taken[name].cpu / taken.cpu:.1f} ×"
            for name, taken in small.taken.items()
            if not taken.failed and name in large.taken and not large.taken[name].failed
        ]
        found.append(
            f"Growth of CPU seconds for {large.lines / small.lines:g} × the lines ({small.lines:,} → {large.lines:,}): {', '.join(both)}."
        )
    return found


def _slowest(sizes: list[Measured]) -> list[str]:
    return [
        f"Slowest models of ours at {size.lines:,} (wall seconds, two at a time): "
        + ", ".join(f"`{name}` {seconds:.1f}" for name, seconds in list(size.models.items())[:8])
        + "."
        for size in sizes
        if size.models
    ]


def write(text: str) -> None:
    """Replace what stands between the marks of docs/performance.md."""
    document = DOCUMENT.read_text(encoding="utf-8")
    before, rest = document.split(START)
    after = rest.split(END)[1]
    DOCUMENT.write_text(f"{before}{START}\n{text}{END}{after}", encoding="utf-8")
