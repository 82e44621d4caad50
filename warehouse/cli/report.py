"""`sanfang report`: the documents of a year."""

from __future__ import annotations

from typing import Annotated

import typer

from warehouse.cli.session import console, fail, progress_bar, settings
from warehouse.evaluate import NotFinalError


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("report")(report_command)


def report_command(
    year: Annotated[int, typer.Option("--year", help="年度，如 2020")],
    region: Annotated[str | None, typer.Option("--region", help="行政区划代码；省略为全部")] = None,
    final: Annotated[bool, typer.Option("--final", help="定稿：有缺项即拒绝")] = False,
) -> None:
    """生成年度绩效自评表和自评报告（xlsx、docx、html）并核对。 Write the year's documents and check them."""
    from reporting.report import write_reports

    try:
        with progress_bar() as progress:
            regions = write_reports(settings(), year, region, final=final, progress=progress)
    except NotFinalError as refusal:
        fail(str(refusal))
        raise typer.Exit(1) from None
    for written in regions:
        for path in written.paths:
            console.print(str(path), highlight=False, soft_wrap=True)
        wrong = [each for each in written.check.findings if each.verdict.value == "wrong"]
        console.print(
            f"{written.region_code} 核对：{written.check.figures} 个数字，{len(wrong)} 处有误", highlight=False
        )
        if written.unwritten:
            console.print(f"待人工填写 {len(written.unwritten)} 项：{written.prose}", highlight=False, soft_wrap=True)
    console.print("定稿已生成。" if final else "草稿已生成；补齐后加 --final 定稿。", highlight=False)
