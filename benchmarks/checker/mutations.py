"""``python -m benchmarks.checker.mutations [--write]``: plants one slip at a time and counts what the checker finds."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.checker.page import page, table
from benchmarks.checker.published import published
from benchmarks.checker.slots import Draft, Slot
from benchmarks.checker.styles import STYLES
from reporting.checker.check import Result, check_file
from reporting.checker.findings import Finding, Verdict

PAGE = Path(__file__).parents[2] / "docs" / "quality-checker.md"
_SMALLER = {"万元": "元", "亿元": "万元", "万人": "人"}


def times_ten(slot: Slot, random: Random) -> tuple[str, str] | None:
    """A digit too many or too few at the end, or the point at the wrong place."""
    digits, _, decimals = slot.text.partition(".")
    if decimals:
        return f"{digits}{decimals[0]}.{decimals[1:]}".rstrip("."), slot.unit
    return (slot.text + "0" if random.random() < 0.6 or len(digits) < 3 else digits[:-1]), slot.unit


def unit_slip(slot: Slot, random: Random) -> tuple[str, str] | None:
    """元 for 万元, 人 for 万人."""
    unit = _SMALLER.get(slot.unit)
    return (slot.text, unit) if unit else None


def swapped(slot: Slot, random: Random) -> tuple[str, str] | None:
    """Two neighbouring digits change places."""
    text = slot.text
    pairs = [i for i in range(len(text) - 1) if text[i : i + 2].isdigit() and text[i] != text[i + 1]]
    pairs = [i for i in pairs if i or text[1] != "0"]
    if not pairs:
        return None
    i = random.choice(pairs)
    return text[:i] + text[i + 1] + text[i] + text[i + 2 :], slot.unit


def broken_sum(slot: Slot, random: Random) -> tuple[str, str] | None:
    """Another amount where a part or a total should stand: up to 15 % away."""
    if slot.unit not in ("万元", "亿元"):
        return None
    places = len(slot.text.partition(".")[2])
    if slot.text.startswith("-"):
        return None
    digits = int(slot.text.replace(".", ""))
    step = max(int(digits * random.uniform(0.01, 0.15)), 5)
    made = str(max(digits + random.choice((-1, 1)) * step, 1)).zfill(places + 1)
    return (f"{made[:-places]}.{made[-places:]}" if places else made), slot.unit


MUTATIONS: dict[str, Callable[[Slot, Random], tuple[str, str] | None]] = {
    "typo ×10": times_ten,
    "unit slip": unit_slip,
    "swapped digits": swapped,
    "broken sum": broken_sum,
}


@dataclass
class Score:
    """Counts of a run. ``silent``: slips that break none of the report's own promises, which nobody can see in it."""

    clean: int = 0
    clean_figures: int = 0
    clean_alarms: Counter[str] = field(default_factory=Counter)
    planted: Counter[tuple[str, str]] = field(default_factory=Counter)
    found: Counter[tuple[str, str]] = field(default_factory=Counter)
    named: Counter[tuple[str, str]] = field(default_factory=Counter)
    silent: Counter[tuple[str, str]] = field(default_factory=Counter)
    alarms: int = 0
    false_alarms: int = 0
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    @property
    def found_share(self) -> float:
        """Found of planted."""
        return self.found.total() / max(self.planted.total(), 1)

    @property
    def false_share(self) -> float:
        """Alarms that have nothing to do with the planted slip, and all alarms on correct reports, of all alarms."""
        wrong = self.false_alarms + self.clean_alarms.total()
        return wrong / max(self.alarms + self.clean_alarms.total(), 1)


def measure(reports: int, slips: int, seed: int) -> Score:
    """Check ``reports`` correct reports of each style, then ``slips`` slips of each kind in each of them."""
    score = Score()
    with TemporaryDirectory() as folder:
        for style, write in STYLES.items():
            for number in range(reports):
                random = Random(f"{seed}-{style}-{number}")
                _try(write(random, style), random, slips, Path(folder), score)
        random = Random(f"{seed}-published")
        _try(published(random, "published"), random, slips * reports, Path(folder), score)
    return score


def _try(draft: Draft, random: Random, slips: int, folder: Path, score: Score) -> None:
    if draft.broken():
        raise AssertionError(f"the benchmark's own report {draft.name} does not add up")
    _clean(draft, folder, score)
    for kind in MUTATIONS:
        for _ in range(slips):
            _plant(draft, kind, random, folder, score)


def _clean(draft: Draft, folder: Path, score: Score) -> None:
    result = check_file(save(draft, folder))
    score.clean += 1
    score.clean_figures += result.figures
    for each in result.of(Verdict.WRONG):
        score.clean_alarms[draft.name] += 1
        score.false.append(f"{draft.name} clean: {each.title}: {each.arithmetic} | {each.quote}")


def _plant(draft: Draft, kind: str, random: Random, folder: Path, score: Score) -> None:
    slot = random.choice(draft.slots)
    made = MUTATIONS[kind](slot, random)
    if made is None or made == (slot.text, slot.unit):
        return
    right = slot.text, slot.unit
    slot.text, slot.unit = made
    try:
        broken = draft.broken()
        result = check_file(save(draft, folder))
        planted = slot.printed
    finally:
        slot.text, slot.unit = right
    _count(result, (draft.name, kind), broken, planted, slot, score)


def _count(result: Result, key: tuple[str, str], broken: bool, planted: str, slot: Slot, score: Score) -> None:
    alarms = result.of(Verdict.WRONG)
    hits = [each for each in alarms if any(_is(q.text, planted) for q in each.quantities)]
    others = [each for each in alarms if each not in hits]
    score.alarms += len(alarms)
    score.false_alarms += len(others)
    score.false += [f"{key} {slot.fact} {slot.printed}→{planted}: {each.title}: {each.arithmetic}" for each in others]
    if not broken:
        score.silent[key] += 1
        return
    score.planted[key] += 1
    if hits:
        score.found[key] += 1
        score.named[key] += any(_reads(each, slot) for each in hits)
    else:
        score.missed.append(f"{key} {slot.fact} {slot.printed}→{planted}")


def _is(text: str, planted: str) -> bool:
    """A workbook's cell has no unit of its own."""
    return text.replace(" ", "").lstrip("-") == planted.lstrip("-")


def _reads(finding: Finding, slot: Slot) -> bool:
    return slot.text in finding.reading


def save(draft: Draft, folder: Path) -> Path:
    """The report as a file: text, or a workbook where it is a table."""
    if not draft.table:
        path = folder / "report.txt"
        path.write_text("\n".join(draft.lines()) + "\n", encoding="utf-8")
        return path
    import xlsxwriter

    path = folder / "report.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表")
        for number, row in enumerate(draft.table):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell if isinstance(cell, str) else _cell(cell))
    return path


def _cell(slot: Slot) -> str:
    sign = "-" if slot.sign < 0 else ""
    # A slip of the unit shows in a table only where the cell says it.
    unit = slot.unit if slot.unit not in ("万元", "%") else ""
    return f"{sign}{slot.text}{unit}"


def main() -> None:
    """Measure, print, and write the page with ``--write``; exit code 1 below the aims (95 % found, 2 % false)."""
    parser = argparse.ArgumentParser(description="Slips planted in correct reports.")
    parser.add_argument("--reports", type=int, default=12, help="reports of each style")
    parser.add_argument("--slips", type=int, default=5, help="slips of each kind in each report")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name}")
    parser.add_argument("--verbose", action="store_true", help="print what was missed and what was a false alarm")
    options = parser.parse_args()
    score = measure(options.reports, options.slips, options.seed)
    print(table(score))
    if options.verbose:
        print("\n".join(["missed:", *score.missed, "false:", *score.false]))
    if options.write:
        PAGE.write_text(page(score, options.reports, options.slips, options.seed), encoding="utf-8")
    sys.exit(0 if score.found_share >= 0.95 and score.false_share <= 0.02 else 1)


if __name__ == "__main__":
    main()
