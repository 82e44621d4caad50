"""Lays scores out as Markdown tables, and puts them between two marks of a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.quality.score import Score

BEGIN, END = "<!-- quality: begin -->", "<!-- quality: end -->"
HEAD = "# Matching quality on planted truth\n\n"


def share(right: int, of: int) -> str:
    """Per cent with two decimals, rounded down so that 100.00 % means all; a dash for none."""
    return "—" if of == 0 else f"{right * 10000 // of / 100:.2f} %"


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def markdown(scores: dict[str, Score]) -> str:
    """All tables: the summary over the runs, then per run the kinds, what was told wrongly, and the bridges."""
    head = [
        "run", "confirmed groups", "wrong groups", "wrong amount", "precision", "agreeing told rightly",
        "verdicts of the others", "causes",
        "months", "tax totals in bridges", "no verdict", "several verdicts", "bridges with a rest",
    ]  # fmt: skip
    rows = [
        [
            name, s.groups, s.wrong_groups, s.wrong_amount, share(s.groups - s.wrong_groups, s.groups),
            f"{share(*s.agreeing)} of {s.agreeing[1]}", f"{share(*s.differing)} of {s.differing[1]}", share(*s.causes), share(*s.months),
            share(*s.totals),
            s.zero_verdicts, s.two_verdicts, "no bridge" if s.bridge_missing else s.unexplained,
        ]
        for name, s in scores.items()
    ]  # fmt: skip
    return "\n\n".join([table(head, rows), *(_run(name, s) for name, s in scores.items())])


def _run(name: str, s: Score) -> str:
    kinds = [
        [leg, kind, lines, wrong, share(right, lines), share(caused, of)]  # type: ignore[arg-type]
        for leg, kind, lines, wrong, right, caused, of in s.kinds
    ]
    parts = [
        f"## {name}",
        table(["leg", "kind", "lines", "wrong groups", "right verdict", "right cause"], kinds),
    ]
    for title, head, rows in (
        ("Wrong groups", ["leg", "kinds", "lines", "amount", "members"], s.wrong),
        ("Told wrongly", ["leg", "kind", "party", "truth", "told", "lines", "for example"], s.confusion[:40]),
        ("Lines that nobody delivered", ["leg", "party", "verdict", "lines", "for example"], s.strangers),
        ("Bridges", ["leg", "status", "bridges"], s.bridges),
    ):
        if rows:
            parts += [f"### {title}", table(head, rows)]
    return "\n\n".join(parts)


def document(path: Path, scores: dict[str, Score]) -> str:
    """The text of ``path`` with new tables between the marks; a new document when there are none."""
    text = path.read_text(encoding="utf-8") if path.exists() else HEAD
    tables = f"{BEGIN}\n\n{markdown(scores)}\n\n{END}"
    if BEGIN in text and END in text:
        return text[: text.index(BEGIN)] + tables + text[text.index(END) + len(END) :]
    return f"{text.rstrip()}\n\n{tables}\n"
