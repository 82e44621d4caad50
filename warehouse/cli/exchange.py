"""`sanfang exchange`: send open differences to a party, and read its answered workbook back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.cli.session import console, fail, operator, settings, signed_in

if TYPE_CHECKING:
    from warehouse.exchange.receiving import Report

exchanges = typer.Typer(
    help="差异往来：送对方核对，读入答复。 Differences to the other party and back.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.add_typer(exchanges, name="exchange")


@exchanges.command("write")
def write_command(
    party: Annotated[str, typer.Option("--party", help="送哪一方：social_security, tax, finance")],
    region: Annotated[str, typer.Option("--region", help="行政区划代码")],
    period: Annotated[str, typer.Option("--period", help="月份 YYYYMM")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="写入的文件；默认当前目录")] = None,
) -> None:
    """写出某方某月的差异核对表（xlsx），并记入日志。 Write the workbook of one party and month."""
    from warehouse.exchange.sending import send
    from warehouse.state.store import open_state

    package = send(open_state(settings()), operator(), party, region, period)
    target = out or Path(package.outgoing.file_name)
    target.write_bytes(package.content)
    cases = sum(row.takes_answer for row in package.outgoing.manifest.rows)
    console.print(
        f"已写出 {target}：差异 {cases} 项，编号 {package.outgoing.manifest.exchange_id}，SHA-256 {package.sha256[:16]}。",
        highlight=False,
        soft_wrap=True,
    )


@exchanges.command("read")
def read_command(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="对方填好的差异核对表")],
    by: Annotated[str, typer.Option("--by", help="登录名；密码另行输入")],
) -> None:
    """读入对方填好的表：答复成为待复核的解释。 Read an answered workbook back as proposals."""
    from warehouse.exchange.receiving import read_answered

    store, person = signed_in(by)
    report = read_answered(store, person, file)
    _show(report)
    if report.problems:
        raise typer.Exit(1)


def _show(report: Report) -> None:
    if report.earlier:
        console.print(
            f"这份文件已于 {report.earlier.at[:19]}（UTC）由 {report.earlier.by} 读入，编号 {report.earlier.exchange_id}；本次没有改变什么。",
            highlight=False,
            markup=False,
        )
        return
    if report.problems:
        fail(f"整份退回，什么也没有读入：{len(report.problems)} 处问题。")
        for problem in report.problems:
            console.print(f"  {problem}", highlight=False, markup=False, soft_wrap=True)
        return
    for each in report.accepted:
        became = f"待复核 {each.decision_id}" if each.decision_id else "记录在案"
        console.print(
            f"  {each.sent.sheet} 第 {each.sent.number} 行 {each.answer}：{became}", highlight=False, markup=False
        )
    console.print(
        f"读入 {len(report.accepted)} 项，先前已读入且未变 {len(report.kept)} 项，未答复 {len(report.unanswered)} 项。",
        highlight=False,
    )
