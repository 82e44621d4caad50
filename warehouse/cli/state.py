"""`sanfang state`: the state database's schema."""

from __future__ import annotations

import typer

from warehouse.cli.session import console, settings

states = typer.Typer(help="状态库 The state database.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.add_typer(states, name="state")


@states.callback()
def _group() -> None:
    """状态库：人员、决定、签字、结账的日志。 The state database."""


@states.command("upgrade")
def upgrade_command() -> None:
    """把状态库升级到当前结构；重复执行无害。 Bring the state database to the newest schema."""
    from warehouse.state.journal import head
    from warehouse.state.schema import schema_version
    from warehouse.state.store import open_state, state_url

    current = settings()
    store = open_state(current)
    where = state_url(current).render_as_string(hide_password=True)
    count = head(store)[0]
    console.print(f"状态库 {where}：结构 {schema_version(store.engine)}，日志 {count} 条。", highlight=False)
