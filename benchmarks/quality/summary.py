"""The page over several runs: summary, kinds over all runs, everything that was told wrongly, bridges by status."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from benchmarks.quality.score import AGREEING, DIFFERING
from benchmarks.quality.table import share, table

if TYPE_CHECKING:
    from benchmarks.quality.score import Score

INTRODUCTION = f"""# Matching quality on planted truth

Written by `python -m benchmarks.quality.run --write`; nothing here is typed by hand. Each run plants deliveries of all
three parties whose truth is known before a file is written, in a region, a year and with a seed that the demo does not
have; the real pipeline takes the files in, builds, tests and publishes; then every line's verdict is compared with the truth.

Targets: no confirmed group joins two payments; at least {AGREEING:.1%} of the agreeing lines are told rightly; at least
{DIFFERING:.0%} of the other lines get their verdict; every line has one verdict; no bridge leaves a rest. `dirt` 1 plants
about one difference in twelve payments. `hard` adds payments that people get wrong too: many equal amounts of one payer,
payments over several months without a ticket, payments split over days, opposite errors in two funds, chains of corrections.

What this cannot show: the kinds are those of `benchmarks/quality/catalogue.py`, and they were there while the matching was
written; region, year, seed and dirt are new, the kinds of mistakes are not. A mistake that nobody put into the catalogue is
not measured. Where the rules leave a choice the catalogue accepts a second verdict (`also`), and lines that cannot be told
apart are counted, not named (`class_id`).

How well the report checker finds slips, and how seldom it alarms wrongly, is measured in [quality-checker.md](quality-checker.md).
"""


def page(scores: dict[str, Score]) -> tuple[str, list[str]]:
    """Markdown of the document, and every target that was missed, in words."""
    failures = [f"{name}: {text}" for name, found in scores.items() for text in found.failures()]
    weak = _weak_kinds(scores)
    met = (
        "All targets are met in every run."
        if not failures
        else "**Missed:**\n\n" + "\n".join(f"- {f}" for f in failures)
    )
    parts = [INTRODUCTION, met, "## Runs", _runs(scores), "## Kinds, over all runs", _EXPLAINED, _kinds(scores)]
    if weak:
        parts += [f"Kinds below {DIFFERING:.0%}, although the total may be above: " + "; ".join(weak) + "."]
    for title, head, rows in (
        ("## Wrong groups", ["run", "leg", "kinds", "lines", "amount", "members"], _named(scores, "wrong")),
        (
            "## Told wrongly",
            ["run", "leg", "kind", "party", "truth", "told", "lines", "for example"],
            _named(scores, "confusion"),
        ),
        ("## Bridges", ["leg", "status", "bridges"], _bridges(scores)),
    ):
        parts += [title, table(head, rows) if rows else "None."]
    return "\n\n".join(part.strip() for part in parts) + "\n", failures


_EXPLAINED = """*Precision*: confirmed groups touching the kind that join one payment only. *Recall*: lines of the kind that got
their verdict. *Cause*: of those, lines whose cause is right too, where the truth names one. A kind with few wrong groups
but low recall is cautious; one with many is dangerous."""


def _runs(scores: dict[str, Score]) -> str:
    head = [
        "run", "confirmed groups", "joining two payments", "match rate of agreeing lines", "verdicts of the others", "causes",
        "opened and cleared months", "no or two verdicts", "bridges unexplained",
    ]  # fmt: skip
    return table(head, [
        [
            name, s.groups, f"{s.wrong_groups} ({s.wrong_amount} yuan)", f"{share(*s.agreeing)} of {s.agreeing[1]}",
            f"{share(*s.differing)} of {s.differing[1]}", share(*s.causes), share(*s.months),
            s.zero_verdicts + s.two_verdicts, "no bridge" if s.bridge_missing else s.unexplained,
        ]
        for name, s in scores.items()
    ])  # fmt: skip


def _summed(scores: dict[str, Score]) -> dict[tuple[str, str], list[int]]:
    """(leg, kind) → lines, groups, wrong groups, right verdicts, right causes, lines with a cause; over all runs."""
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * 6)
    for s in scores.values():
        groups = {(row[0], row[1]): int(str(row[2])) for row in s.kind_groups}
        for leg, kind, *counts in s.kinds:
            lines, wrong, right, caused, of = (int(str(count)) for count in counts)
            cell = sums[str(leg), str(kind)]
            for place, count in enumerate((lines, groups.get((leg, kind), 0), wrong, right, caused, of)):
                cell[place] += count
    return dict(sorted(sums.items()))


def _kinds(scores: dict[str, Score]) -> str:
    head = ["leg", "kind", "lines", "confirmed groups", "wrong groups", "precision", "recall", "cause"]
    return table(head, [
        [leg, kind, lines, groups, wrong, share(groups - wrong, groups), share(right, lines), share(caused, of)]
        for (leg, kind), (lines, groups, wrong, right, caused, of) in _summed(scores).items()
    ])  # fmt: skip


def _weak_kinds(scores: dict[str, Score]) -> list[str]:
    return [
        f"`{leg}` {kind} {share(right, lines)} of {lines}"
        for (leg, kind), (lines, _, _, right, _, _) in _summed(scores).items()
        if right < DIFFERING * lines
    ]


def _named(scores: dict[str, Score], rows: str) -> list[list[object]]:
    return [[name, *row] for name, s in scores.items() for row in getattr(s, rows)[:40]]


def _bridges(scores: dict[str, Score]) -> list[list[object]]:
    counted: dict[tuple[object, object], int] = defaultdict(int)
    for s in scores.values():
        for leg, status, bridges in s.bridges:
            counted[leg, status] += int(str(bridges))
    return [[leg, status, n] for (leg, status), n in sorted(counted.items(), key=str)]
