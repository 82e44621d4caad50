"""The result on a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from reporting.checker.check import Result
from reporting.checker.findings import KIND_NAMES, SEVERITY_NAMES, VERDICT_NAMES, Finding, Verdict

_STYLES = {
    Verdict.WRONG: "bold red",
    Verdict.EXPLAINED: "cyan",
    Verdict.NOT_CHECKABLE: "yellow",
    Verdict.RIGHT: "green",
}


def summary(result: Result) -> str:
    """One line that counts."""
    counts = "，".join(f"{VERDICT_NAMES[verdict]} {len(result.of(verdict))}" for verdict in VERDICT_NAMES)
    return f"{result.name}：读取数字 {result.figures} 个；{counts}"


def print_result(result: Result, console: Console, *, everything: bool = False) -> None:
    """What is wrong and what the presentation explains; with ``everything`` also what is right or cannot be checked.

    The texts of a report are printed as text: square brackets in them are no markup.
    """
    console.print(Text(summary(result)))
    shown = [each for each in result.findings if everything or each.verdict in (Verdict.WRONG, Verdict.EXPLAINED)]
    if not shown:
        console.print(Text("没有发现有误的数字。"))
        return
    table = Table(show_lines=True)
    for heading in ("结论", "项目", "位置", "原文", "计算", "建议"):
        table.add_column(heading, overflow="fold")
    for each in shown:
        table.add_row(*_cells(each))
    console.print(table)


def _cells(finding: Finding) -> list[Text]:
    mark = VERDICT_NAMES[finding.verdict]
    if SEVERITY_NAMES[finding.severity] and finding.verdict is Verdict.WRONG:
        mark += f"·{SEVERITY_NAMES[finding.severity]}"
    what = f"{KIND_NAMES[finding.kind]}：{finding.title}"
    texts = (what, finding.place, finding.quote, finding.arithmetic, finding.reading)
    return [Text(mark, style=_STYLES[finding.verdict]), *(Text(text) for text in texts)]
