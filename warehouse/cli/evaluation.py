"""`sanfang evaluate`: the year's self-evaluation, what it lacks, and whether it may be final."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from warehouse.cli.session import console, fail, settings
from warehouse.evaluate import Evaluation, NotFinalError, evaluate


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("evaluate")(evaluate_command)


def evaluate_command(
    year: Annotated[int, typer.Option("--year", help="年度，如 2020")],
    region: Annotated[str | None, typer.Option("--region", help="行政区划代码；省略为全部")] = None,
    final: Annotated[bool, typer.Option("--final", help="定稿：有缺项即拒绝")] = False,
) -> None:
    """年度绩效自评：得分、等级、缺项。 Annual self-evaluation: scores, grades, gaps."""
    draft = evaluate(settings(), year, region)
    console.print(_scores(draft))
    if draft.gaps:
        console.print(_gaps(draft))
    if draft.is_complete:
        console.print("资料齐全，可以定稿。", highlight=False)
        return
    if final:
        try:
            evaluate(settings(), year, region, final=True)
        except NotFinalError as refusal:
            fail(str(refusal))
            raise typer.Exit(1) from None
    console.print(f"草稿，尚不能定稿：\n{draft.request()}", highlight=False)


def _scores(evaluation: Evaluation) -> Table:
    table = Table(title=f"{evaluation.year} 年社会保险基金绩效自评")
    for heading in ("地区", "险种", "评价办法", "分值", "得分", "等级", "状态"):
        table.add_column(heading, justify="right" if heading in ("分值", "得分") else "left")
    for row in evaluation.tables:
        score = "—" if row.score is None else f"{row.score}"
        state = "完整" if row.status == "complete" else "有缺项"
        table.add_row(row.region_code, row.fund, row.scheme, f"{row.weight}", score, row.grade or "—", state)
    return table


def _gaps(evaluation: Evaluation) -> Table:
    table = Table(title="缺项清单")
    for heading in ("地区", "险种", "缺什么", "由谁补", "影响定稿"):
        table.add_column(heading)
    for gap in evaluation.gaps:
        table.add_row(gap.region_code, gap.fund_code, gap.detail, gap.owner, "是" if gap.blocks_final else "否")
    return table
