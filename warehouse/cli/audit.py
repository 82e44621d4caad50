"""`sanfang audit`: prove the journal, export it, read it, and resolve a person's key."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from warehouse.cli.session import console, fail, settings, signed_in

audits = typer.Typer(help="审计 The journal and its proof.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.add_typer(audits, name="audit")


@audits.command("verify")
def verify_command(
    file: Annotated[
        Path | None, typer.Argument(exists=True, dir_okay=False, help="导出的日志；省略则核对状态库")
    ] = None,
    head: Annotated[str | None, typer.Option("--head", help="先前记下的“条数:摘要”，可发现日志被截短")] = None,
) -> None:
    """核对日志链、各表的每一行、附件和各次结账；导出的文件不需要数据库。 Verify the journal offline."""
    from warehouse.state.journal import head as newest
    from warehouse.state.journal_file import verify_file
    from warehouse.state.store import open_state
    from warehouse.state.verify import verify_state

    if file is not None:
        problems, count = verify_file(file), ""
    else:
        store = open_state(settings())
        problems = verify_state(store, _head(head) if head else None)
        count = "，共 {} 条，末条摘要 {}:{}".format(newest(store)[0], *newest(store))
    for problem in problems:
        fail(problem)
    if problems:
        raise typer.Exit(1)
    console.print(f"日志完整，未被改动{count}。", highlight=False, soft_wrap=True)


@audits.command("export")
def export_command(file: Annotated[Path, typer.Argument(help="写入的文件（JSON 行）")]) -> None:
    """导出日志：不用数据库也能核对。 Export the journal as JSON lines."""
    from warehouse.state.journal_file import export_journal
    from warehouse.state.store import open_state

    count, digest = export_journal(open_state(settings()), file)
    console.print(f"已导出 {count} 条到 {file}。请另行记下：{count}:{digest}", highlight=False, soft_wrap=True)


@audits.command("log")
def log_command(
    actor: Annotated[str | None, typer.Option("--actor", help="只看某人")] = None,
    action: Annotated[str | None, typer.Option("--action", help="只看某种操作")] = None,
    limit: Annotated[int, typer.Option("--limit", help="条数")] = 30,
) -> None:
    """显示日志，新的在前。 Show the journal, newest first."""
    from warehouse.state.actions import ACTIONS
    from warehouse.state.journal import entries
    from warehouse.state.store import open_state

    if action is not None:
        action = next((code for code, name in ACTIONS.items() if action in (code, name)), None)
        if action is None:
            fail(f"没有这种操作。可用：{'、'.join(ACTIONS.values())}")
            raise typer.Exit(2)
    table = Table(title="日志")
    for heading in ("序号", "时间 UTC", "何人", "操作", "对象"):
        table.add_column(heading)
    for entry in entries(open_state(settings()), actor=actor, action=action, limit=limit):
        table.add_row(
            str(entry.sequence), entry.at[:19], entry.actor, ACTIONS.get(entry.action, entry.action), entry.subject
        )
    console.print(table)


@audits.command("person")
def person_command(
    key: Annotated[str, typer.Argument(help="人员键（32 位十六进制）")],
    by: Annotated[str, typer.Option("--by", help="审计人员的登录名；密码另行输入")],
    reason: Annotated[str, typer.Option("--reason", help="理由，例如审计底稿编号")],
) -> None:
    """由人员键查到本人：只限审计，先记日志再查。 Resolve a keyed hash to the person; journalled first."""
    from warehouse.state.resolve import resolve_person

    store, person = signed_in(by)
    found = resolve_person(store, person, key, reason)
    if not found:
        fail("保险库里没有这个人员键。")
        raise typer.Exit(1)
    for each in found:
        console.print(f"{each.person_id} {each.person_name}", highlight=False, markup=False)


def _head(noted: str) -> tuple[int, str]:
    count, colon, digest = noted.partition(":")
    if not colon or not count.isdigit():
        raise ValueError("--head 的写法是 条数:摘要，见 sanfang audit export 的输出。")
    return int(count), digest
