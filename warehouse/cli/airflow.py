"""`sanfang airflow`: a configured standalone Airflow for this project."""

from __future__ import annotations

from typing import Annotated

import typer

from warehouse.cli.session import settings
from warehouse.settings import PROJECT


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("airflow")(airflow_command)


def airflow_command(
    port: Annotated[int, typer.Option("--port", help="网页端口")] = 8080,
) -> None:
    """启动为本项目配置好的 Airflow（仅本机）。 Start Airflow standalone, configured for this project."""
    from warehouse.airflow_home import start_airflow

    current = settings()
    raise typer.Exit(start_airflow(current.under(), PROJECT / "dags", current.inbox_path, port=port))
