"""Commands that need a person's name: close, reopen, and the check that nothing closed was changed."""

from __future__ import annotations

from typing import Annotated

import typer

from warehouse.cli.session import console, fail, settings, signed_in

Period = Annotated[str, typer.Argument(help="月份 YYYYMM")]
Region = Annotated[str, typer.Option("--region", help="行政区划代码")]
By = Annotated[str, typer.Option("--by", help="登录名；密码另行输入（没有登记人员时写姓名）")]
Reason = Annotated[str, typer.Option("--reason", help="理由")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("close")(close_command)
    app.command("reopen")(reopen_command)
    app.command("closes")(closes_command)


def close_command(period: Period, region: Region, by: By, reason: Reason) -> None:
    """结账：把某月已发布的结果固定下来。 Close a month as it is published."""
    from warehouse.close import close_month

    close = close_month(settings(), region, period, _acting(by, "close", region), reason)
    console.print(
        f"{region} {period} 已结账（第 {close.version} 版），经办人 {close.closed_by}，摘要 {close.digest[:16]}。",
        highlight=False,
    )


def reopen_command(
    period: Period,
    region: Region,
    by: By,
    reason: Reason,
    approved_by: Annotated[str, typer.Option("--approved-by", help="批准人，须另一人；密码另行输入")],
) -> None:
    """重开：已结账的月份改为可更正，原结账保留；一人申请，另一人批准。 Re-open a closed month; its close is kept."""
    from warehouse.close import reopen_month

    asking = _acting(by, "match", region, "close")
    close = reopen_month(settings(), region, period, asking, reason, _acting(approved_by, "review", region))
    console.print(f"{region} {period} 第 {close.version} 版结账已作废保留，可以更正后重新结账。", highlight=False)


def _acting(login: str, action: str, region: str, or_action: str = "") -> str:
    """The login behind a right password, if that person may do this; a name as typed where nobody is registered."""
    from warehouse.state.people import list_people, require
    from warehouse.state.store import open_state

    if not list_people(open_state(settings())):
        return login
    _, person = signed_in(login)
    if not (or_action and person.may(or_action, region)):
        require(person, action, region)
    return person.login


def closes_command() -> None:
    """列出各次结账，并核对内容未被改动。 List the closes and check that none was changed."""
    from warehouse.closes import read_closes, verify

    closed = settings().closed_path
    for close in read_closes(closed):
        word = "现行" if close.status == "current" else f"已重开（{close.reopened_by}：{close.reopen_reason}）"
        console.print(
            f"{close.region_code} {close.period} 第 {close.version} 版 {close.closed_by} {close.closed_at[:19]} {word}",
            highlight=False,
        )
    if problems := verify(closed):
        fail("；".join(problems))
        raise typer.Exit(1)
    console.print("各次结账内容与结账时一致。")
