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
JUDGED, LARGEST = 5_000_000, 10_000_000


@dataclass(frozen=True)
class Measured:
    """All that was measured on one size. ``models`` are seconds of each dbt model of ours, slowest first; ``load`` the
    load average over the last five minutes when it was done."""

    lines: int
    landed: dict[str, int]
    taken: dict[str, Taken]
    models: dict[str, float]
    load: float

    def write(self, path: Path) -> None:
        """Keep the figures."""
        path.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    @staticmethod
    def read(path: Path) -> Measured:
        """Figures kept by ``write``."""
        kept = json.loads(path.read_text(encoding="utf-8"))
        taken = {name: Taken(**figures) for name, figures in kept["taken"].items()}
        return Measured(kept["lines"], kept["landed"], taken, kept["models"], kept["load"])


def table(measured: list[Measured]) -> str:
    """Markdown: one row per size and contestant, growth between sizes, slowest models, every target with its figure."""
    rows = [_row(size, name, taken) for size in measured for name, taken in size.taken.items()]
    head = (
        "| lines per party | contestant | wall s | CPU s | peak MB | CPU over bare join |\n|---|---|---|---|---|---|\n"
    )
    parts = [
        _machine(measured),
        head + "\n".join(rows),
        *_growth(measured),
        *_slowest(measured[-1:]),
        _targets(measured),
    ]
    return "\n\n".join(parts) + "\n"


def _machine(measured: list[Measured]) -> str:
    loads = ", ".join(f"{size.load:.1f} at {size.lines:,}" for size in measured)
    return (
        f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}; load average {loads}. "
        "Where the load is above the number of cores others were at work: CPU seconds and ratios say more than wall seconds."
    )


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


def _targets(measured: list[Measured]) -> str:
    """Each promise, what came out, and whether that meets it; a size that was not run is said to be not run."""
    sizes = {size.lines: size.taken for size in measured}
    judged, largest, first = sizes.get(JUDGED, {}), sizes.get(LARGEST, {}), sizes.get(LARGEST // 10, {})
    rows = [
        _target(f"at most 10 × the CPU of the bare join, {JUDGED:,} lines", _ratio(judged, "ours", FLOOR), 10, "×"),
        _target(
            f"at most half of the CPU of datacompy, {JUDGED:,} lines",
            _ratio(judged, "ours", "datacompy (pandas)"),
            0.5,
            "×",
        ),
        _target(
            f"at most 11 × the CPU for 10 × the lines, {LARGEST // 10:,} → {LARGEST:,}", _grown(first, largest), 11, "×"
        ),
        _target(
            f"at most 6 GB, {LARGEST:,} lines", largest["ours"].peak / 1000 if _ran(largest, "ours") else None, 6, "GB"
        ),
    ]
    return "| target | measured | |\n|---|---|---|\n" + "\n".join(rows)


def _target(promise: str, value: float | None, most: float, unit: str) -> str:
    if value is None:
        return f"| {promise} | not run | |"
    return f"| {promise} | {value:.1f} {unit} | {'met' if value <= most else '**missed**'} |"


def _ran(taken: dict[str, Taken], name: str) -> bool:
    return name in taken and not taken[name].failed


def _ratio(taken: dict[str, Taken], name: str, other: str) -> float | None:
    return taken[name].cpu / taken[other].cpu if _ran(taken, name) and _ran(taken, other) else None


def _grown(small: dict[str, Taken], large: dict[str, Taken]) -> float | None:
    return large["ours"].cpu / small["ours"].cpu if _ran(small, "ours") and _ran(large, "ours") else None


def write(text: str) -> None:
    """Replace what stands between the marks of docs/performance.md."""
    document = DOCUMENT.read_text(encoding="utf-8")
    before, rest = document.split(START)
    after = rest.split(END)[1]
    DOCUMENT.write_text(f"{before}{START}\n{text}{END}{after}", encoding="utf-8")
