"""What the pipeline returns, for a terminal: one line that counts, a table only where there is something to act on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.markup import escape
from rich.table import Table

from ingest.intake import Intake
from warehouse.build import BuildResult
from warehouse.cli.session import console
from warehouse.scope import MonthState

_STATE = {"complete": "[green]到齐[/]", "books_only": "[cyan]仅账表[/]", "waiting": "[yellow]等待[/]"}
_SHOWN = 20


def show_intake(intake: Intake) -> None:
    """Deliveries by outcome; each refusal with its report, each file left alone with its reason."""
    counts = Counter(receipt.status for receipt in intake.receipts)
    console.print(
        f"收件：接收 {counts['accepted']}，重复 {counts['repeated']}，退回 {counts['refused']}，未动 {len(intake.left)}",
        highlight=False,
    )
    refused = [receipt for receipt in intake.receipts if receipt.status == "refused"]
    rows = [(each.file_name, f"[red]{escape(each.message)}[/]\n{escape(str(each.report or ''))}") for each in refused]
    rows += [(path.name, escape(reason)) for path, reason in intake.left]
    _show("退回与未动", ("文件", "原因与处理"), rows)


def show_months(months: Iterable[MonthState]) -> None:
    """State of each month."""
    rows = [
        (
            month.region_code,
            month.period,
            _STATE[month.state],
            "\n".join(month.missing if month.state == "waiting" else ()),
            "\n".join(month.refused),
        )
        for month in months
    ]
    _show("月份", ("区划", "月份", "状态", "缺", "退回"), rows, shown=120)


def show_build(result: BuildResult) -> None:
    """Outcome of a build; failed nodes with dbt's message."""
    word = "[green]通过[/]" if result.ok else "[red]未通过[/]"
    console.print(
        f"构建 {result.run_id}：{word}，{result.models} 个模型与种子，{result.tests} 项检查，{result.seconds} 秒",
        highlight=False,
    )
    rows = [(node.name, escape(node.message or "")) for node in result.failures]
    if not result.ok and not rows:
        rows = [("dbt", escape(result.message or ""))]
    _show("未通过的节点", ("节点", "信息"), rows)


def _show(title: str, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]], shown: int = _SHOWN) -> None:
    if not rows:
        return
    table = Table(title=title, caption=f"另有 {len(rows) - shown} 行" if len(rows) > shown else None)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows[:shown]:
        table.add_row(*row)
    console.print(table)
