"""Commands of the pipeline: run, ingest, build, publish, status."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warehouse.cli.session import console, fail, progress_bar, settings
from warehouse.cli.tables import show_build, show_intake, show_months, show_year_ends

Inbox = Annotated[Path | None, typer.Option("--inbox", help="收件目录，每个送达方一个子目录 (default <home>/inbox)")]
Region = Annotated[str | None, typer.Option("--region", help="行政区划代码，6位 (default: all)")]
Through = Annotated[str | None, typer.Option("--to", help="截止月份 YYYYMM，之后的文件不动")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("run")(run_command)
    app.command("ingest")(ingest_command)
    app.command("build")(build_command)
    app.command("publish")(publish_command)
    app.command("status")(status_command)


def run_command(
    inbox: Inbox = None,
    region: Region = None,
    start: Annotated[str | None, typer.Option("--from", help="起始月份 YYYYMM")] = None,
    end: Through = None,
) -> None:
    """收件、构建、发布：不用调度器完成各月对账。 Ingest, build and publish the months asked for."""
    from warehouse.run import months_between, run
    from warehouse.year_end import draft_year_ends

    if start and end and not months_between(start, end):
        raise typer.BadParameter(f"--from {start} 晚于 --to {end}")
    with progress_bar() as progress:
        summary = run(settings(), inbox, region, start, end, progress)
    show_intake(summary.intake)
    show_months(summary.months)
    show_build(summary.build)
    if summary.publication is None:
        fail("构建未通过检查，未发布；读者看到的仍是上一次发布。")
        raise typer.Exit(1)
    console.print(f"已发布 {summary.publication.path}（摘要 {summary.publication.digest}）", highlight=False)
    show_year_ends(draft_year_ends(settings(), summary.months))
    if not summary.ok:
        fail("所要求的月份都还在等待文件：见上表。补齐后再运行一次即可。")
        raise typer.Exit(1)


def ingest_command(
    inbox: Inbox = None,
    region: Region = None,
    end: Through = None,
    party: Annotated[str | None, typer.Option("--party", help="tax, social_security 或 finance")] = None,
) -> None:
    """把收件目录里的文件收进落地区。 Take the files of the inbox into the landing zone."""
    from warehouse.run import receive

    with progress_bar() as progress:
        intake = receive(settings(), inbox, party=party, region=region, through=end, progress=progress)
    show_intake(intake)
    if any(receipt.status == "refused" for receipt in intake.receipts):
        raise typer.Exit(1)


def build_command(
    whole: Annotated[bool, typer.Option("--whole", help="各月明细全部重新读入，不沿用上次构建的结果")] = False,
) -> None:
    """从落地区构建数仓（一次 dbt build，含全部检查）。 Build the warehouse from landing, with all tests."""
    from warehouse.build import build

    with progress_bar() as progress:
        result = build(settings(), progress, whole)
    show_build(result)
    if not result.ok:
        fail("有检查未通过，不会发布。")
        raise typer.Exit(1)


def publish_command() -> None:
    """发布最近一次完成的构建（原子替换）。 Publish the newest completed build."""
    from warehouse.publish import publish

    publication = publish(settings())
    console.print(f"已发布 {publication.path}（摘要 {publication.digest}）", highlight=False)


def status_command(
    period: Annotated[str | None, typer.Argument(help="月份 YYYYMM (default: all)")] = None,
    region: Region = None,
) -> None:
    """到了什么、缺什么、退回了什么、发布到哪里。 What arrived, what is missing or refused, what is published."""
    from warehouse.build import run_ledger
    from warehouse.scope import month_states

    current = settings()
    if not current.landing_path.exists():
        fail(f"{current.home} 里还没有收到任何文件：先运行 sanfang demo，或 sanfang run --inbox <目录>。")
        raise typer.Exit(1)
    months = [
        month
        for month in month_states(current)
        if (period is None or month.period == period) and (region is None or month.region_code == region)
    ]
    if not months:
        fail("没有这样的月份。sanfang status 不带参数可看全部。")
        raise typer.Exit(1)
    show_months(months)
    ledger = run_ledger(current)
    if last := ledger.last_run():
        word = {True: "通过", False: "未通过", None: "未完成"}[last[2]]
        console.print(f"最近构建 {last[0]}：{word}", highlight=False)
        if last[3]:
            console.print(last[3], style="red", highlight=False)
    if published := ledger.last_publication():
        console.print(f"现行发布 {published[0]}，{published[1]} UTC，摘要 {published[2]}", highlight=False)
