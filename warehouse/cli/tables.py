"""Terminal tables of what the pipeline returns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ingest.intake import Intake
from rich.table import Table

from warehouse.build import BuildResult
from warehouse.scope import MonthState

_STATE = {"complete": "[green]到齐[/]", "books_only": "[cyan]仅账表[/]", "waiting": "[yellow]等待[/]"}
_SHOWN = 20


def intake_table(intake: Intake) -> Table:
    """Deliveries by outcome, and each refusal with its report."""
    counts = Counter(receipt.status for receipt in intake.receipts)
    table = Table(
        title=f"收件：接收 {counts['accepted']}，重复 {counts['repeated']}，退回 {counts['refused']}，未动 {len(intake.left)}"
    )
    table.add_column("文件")
    table.add_column("原因与处理")
    for receipt in [each for each in intake.receipts if each.status == "refused"][:_SHOWN]:
        table.add_row(receipt.file_name, f"{receipt.message}\n{receipt.report or ''}")
    for path, reason in intake.left[:_SHOWN]:
        table.add_row(path.name, reason)
    return table


def month_table(months: Iterable[MonthState]) -> Table:
    """State of each month."""
    table = Table(title="月份")
    for heading in ("区划", "月份", "状态", "缺", "退回"):
        table.add_column(heading)
    for month in months:
        table.add_row(
            month.region_code, month.period, _STATE[month.state], "\n".join(month.missing if month.state == "waiting" else ()),
            "\n".join(month.refused),
        )  # fmt: skip
    return table


def build_table(result: BuildResult) -> Table:
    """Outcome of a build; failed nodes with dbt's message."""
    word = "[green]通过[/]" if result.ok else "[red]未通过[/]"
    table = Table(
        title=f"构建 {result.run_id}：{word}，{result.models} 个模型与种子，{result.tests} 项检查，{result.seconds} 秒"
    )
    table.add_column("未通过的节点")
    table.add_column("信息")
    for node in result.failures[:_SHOWN]:
        table.add_row(node.name, node.message or "")
    if not result.ok and not result.failures:
        table.add_row("dbt", result.message or "")
    return table
