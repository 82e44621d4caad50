"""`sanfang source new`: draft a new source from a sample file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warehouse.cli.session import console
from warehouse.settings import PROJECT

sources = typer.Typer(help="数据来源 Sources.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.add_typer(sources, name="source")


@sources.callback()
def _group() -> None:
    """数据来源：新增一个来源。 Sources: add one."""


@sources.command("new")
def new_command(
    sample: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="样例文件（csv、txt 或 xlsx）")],
    into: Annotated[Path, typer.Option("--into", help="写到哪个项目目录")] = PROJECT,
) -> None:
    """由样例文件起草契约、staging 模型和测试样本，供人确认。 Draft a contract, a staging model and a fixture."""
    from ingest.draft import draft_source, open_decisions

    drafted = draft_source(sample, into)
    for path in drafted:
        console.print(f"已起草 {path}", highlight=False)
    for decision in open_decisions(drafted):
        console.print(f"  待定：{decision}", highlight=False)
    console.print("逐项确认之后，再按 docs/how-to/add-a-source.md 完成。", highlight=False)
