"""`sanfang docs`: the data dictionary and dbt's own documentation site."""

from __future__ import annotations

import typer

from warehouse.cli.session import console, fail, settings
from warehouse.settings import PROJECT


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("docs")(docs_command)


def docs_command() -> None:
    """写出数据字典 docs/dictionary.md 和 dbt 文档网页。 Write the dictionary and dbt's documentation."""
    from warehouse.dbt_run import run_dbt
    from warehouse.dictionary import dictionary, public_models
    from warehouse.spark import newest

    target = PROJECT / "docs" / "dictionary.md"
    target.write_text(dictionary(public_models()))
    console.print(f"数据字典 {target}", highlight=False)
    current = settings()
    if not current.build_path.exists():
        console.print("还没有构建，dbt 文档略过：先运行 sanfang build。")
        return
    if current.engine == "spark":
        current = newest(current)
    result = run_dbt(current, "docs", "generate", "--static")
    if not result.ok:
        fail(result.message or "dbt docs 失败")
        raise typer.Exit(1)
    console.print(f"dbt 文档 {current.under('build', 'dbt', 'static_index.html')}", highlight=False)
