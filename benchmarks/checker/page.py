"""The result of the benchmark as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.checker.mutations import Score


def table(score: Score) -> str:
    """Found, named and silent slips by style and kind."""
    lines = [
        "| report | slip | planted | found | share | reading named | silent |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for key in sorted(set(score.planted) | set(score.silent)):
        planted, found = score.planted[key], score.found[key]
        share = f"{100 * found / planted:.1f} %" if planted else "—"
        lines.append(
            f"| {key[0]} | {key[1]} | {planted} | {found} | {share} | {score.named[key]} | {score.silent[key]} |"
        )
    planted, found = score.planted.total(), score.found.total()
    lines.append(
        f"| **all** | | **{planted}** | **{found}** | **{100 * score.found_share:.1f} %** | {score.named.total()} | {score.silent.total()} |"
    )
    lines.append("")
    lines.append(
        f"Correct reports: {score.clean} with {score.clean_figures} figures, {score.clean_alarms.total()} alarms. "
        f"Alarms on reports with a slip: {score.alarms}, of which {score.false_alarms} do not touch the slip. "
        f"**False alarm share: {100 * score.false_share:.2f} %.**"
    )
    return "\n".join(lines)


def page(score: Score, reports: int, slips: int, seed: int) -> str:
    """The page of documentation."""
    command = f"python -m benchmarks.checker.mutations --reports {reports} --slips {slips} --seed {seed} --write"
    return f"""# How good is the report checker

Correct reports are generated with random figures and varying words in four styles (an annual self-evaluation, final accounts in prose, a short bulletin, a workbook's
table); the checker must pass each of them first. Then one figure at a time is changed, and a slip counts as found when a finding `wrong` contains the changed figure.
A finding that does not contain it is a false alarm, and so is every finding on a correct report.

{table(score)}

- *planted*: slips that break at least one identity which the report itself prints, judged by the benchmark's own arithmetic and not by the checker's.
- *silent*: slips that break none, for example a swapped last digit of a change whose growth is printed as 14 %. No reader of the report can see them; they are not counted as missed.
- *reading named*: the suggested reading contains the figure that was there before.
- The styles are our own writing. Reports with other ways of speaking are read less well: what the checker cannot attach to a subject it lists as not checkable instead of guessing.

The founding report's exact list of findings, and published figures of the Ministry of Finance and of provinces written as sentences, are tests in `tests/checker/`.

Made with `{command}`.
"""
