"""`sanfang person`: logins, roles and passwords, for who holds the machine."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from warehouse.cli.session import ask_password, console, operator, settings

persons = typer.Typer(help="人员与权限 People and access.", no_args_is_help=True)

Login = Annotated[str, typer.Argument(help="登录名")]
Role = Annotated[str, typer.Option("--role", help="viewer, accountant, reviewer, auditor 或 admin")]
Party = Annotated[str | None, typer.Option("--party", help="只限一方：social_security, tax 或 finance")]
Region = Annotated[str | None, typer.Option("--region", help="只限一个地区：行政区划代码")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.add_typer(persons, name="person")


@persons.command("add")
def add_command(
    login: Login,
    name: Annotated[str, typer.Option("--name", help="姓名")],
    role: Role,
    party: Party = None,
    region: Region = None,
) -> None:
    """新增人员；密码从终端（不显示）或标准输入读取。 Add a person; the password is asked for."""
    from warehouse.state.people import Grant, add_person
    from warehouse.state.store import open_state

    password = ask_password(login, again=True)
    person = add_person(open_state(settings()), operator(), login, name, password, [Grant(role, party, region)])
    console.print(f"已新增 {person.login}（{person.name}）：{'、'.join(map(str, person.grants))}", highlight=False)


@persons.command("list")
def list_command() -> None:
    """列出人员及其角色。 List people and their roles."""
    from warehouse.state.people import ROLES, list_people
    from warehouse.state.store import open_state

    table = Table(title="人员（角色:送达方:地区，* 为不限）")
    for heading in ("登录名", "姓名", "状态", "角色"):
        table.add_column(heading)
    for person in list_people(open_state(settings())):
        grants = "\n".join(f"{each}（{ROLES[each.role]}）" for each in person.grants)
        table.add_row(person.login, person.name, "在用" if person.is_active else "停用", grants)
    console.print(table)


@persons.command("password")
def password_command(login: Login) -> None:
    """重设密码；此人的会话全部结束。 Set a new password; all sessions of the person end."""
    from warehouse.state.people import set_password
    from warehouse.state.store import open_state

    set_password(open_state(settings()), operator(), login, ask_password(login, again=True))
    console.print(f"{login} 的密码已重设。", highlight=False)


@persons.command("grant")
def grant_command(login: Login, role: Role, party: Party = None, region: Region = None) -> None:
    """授予角色。 Give a role."""
    from warehouse.state.people import Grant, grant
    from warehouse.state.store import open_state

    person = grant(open_state(settings()), operator(), login, Grant(role, party, region))
    console.print(f"{login}：{'、'.join(map(str, person.grants))}", highlight=False)


@persons.command("revoke")
def revoke_command(login: Login, role: Role, party: Party = None, region: Region = None) -> None:
    """收回角色。 Take a role away."""
    from warehouse.state.people import Grant, revoke
    from warehouse.state.store import open_state

    person = revoke(open_state(settings()), operator(), login, Grant(role, party, region))
    console.print(f"{login}：{'、'.join(map(str, person.grants)) or '没有角色'}", highlight=False)


@persons.command("deactivate")
def deactivate_command(login: Login) -> None:
    """停用登录；所作的决定和签字保留。 Take a login away; what the person did stays."""
    from warehouse.state.people import deactivate
    from warehouse.state.store import open_state

    deactivate(open_state(settings()), operator(), login)
    console.print(f"{login} 已停用。", highlight=False)
