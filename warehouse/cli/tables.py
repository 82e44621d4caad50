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
from warehouse.year_end import YearEnd

_STATE = {"complete": "[green]到齐[/]", "books_only": "[cyan]仅账表[/]", "waiting": "[yellow]等待[/]"}
_TABLE = {"complete": "[green]完整[/]", "incomplete": "[yellow]待补[/]"}
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


def show_year_ends(years: Iterable[YearEnd]) -> None:
    """Scores of each year that was drafted, and where its documents are."""
    for each in years:
        if each.message:
            console.print(f"[yellow]{escape(each.message)}[/]", highlight=False)
            continue
        rows = [
            (table.fund, str(table.score if table.score is not None else "—"), table.grade or "—", _TABLE[table.status])
            for table in each.evaluation.tables
        ]
        _show(f"{each.year} 年 {each.region_code} 绩效自评", ("险种", "得分", "等级", "状态"), rows)
        if missing := len([gap for gap in each.evaluation.gaps if gap.blocks_final]):
            console.print(f"尚缺 {missing} 项（sanfang evaluate --year {each.year} 列出应由谁补什么）", highlight=False)
        console.print(f"报告自核：矛盾 {each.wrong} 处。文件：", highlight=False)
        for path in each.documents:
            console.print(f"  {path}", highlight=False)


def _show(title: str, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]], shown: int = _SHOWN) -> None:
    if not rows:
        return
    table = Table(title=title, caption=f"另有 {len(rows) - shown} 行" if len(rows) > shown else None)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows[:shown]:
        table.add_row(*row)
    console.print(table)
