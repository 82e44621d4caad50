"""Entry point: gathers the commands and turns errors into exit codes (0 done, 1 refused or failed, 2 usage)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import duckdb
import typer

from reporting.checker import command as checker
from warehouse.cli import (
    airflow,
    audit,
    closing,
    decision,
    demo,
    documentation,
    evaluation,
    exchange,
    person,
    pipeline,
    query,
    report,
    rules,
    serve,
    source,
    state,
)
from warehouse.cli.session import fail, set_home

app = typer.Typer(
    help="三方对账：社会保险基金 社保、财政、税务 每月对账。Monthly three-party reconciliation of social insurance funds.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _options(
    home: Annotated[
        Path | None, typer.Option("--home", help="数据目录 Home directory (default $SANFANG_HOME or ./data)")
    ] = None,
) -> None:
    set_home(home)


pipeline.register(app)
query.register(app)
demo.register(app)
source.register(app)
closing.register(app)
person.register(app)
decision.register(app)
rules.register(app)
exchange.register(app)
audit.register(app)
state.register(app)
evaluation.register(app)
report.register(app)
checker.register(app)
documentation.register(app)
airflow.register(app)
serve.register(app)


def main() -> None:
    """Run a command. Foreseen errors end with one message that says what to do, not with a traceback."""
    from ingest.contract_file import ContractError
    from warehouse.close import CloseError
    from warehouse.publish import PublishError
    from warehouse.settings import MissingKeyError
    from warehouse.state.people import NotAllowed
    from warehouse.state.resolve import ResolveRefused
    from warehouse.state.schema import SchemaError

    refusals = (PublishError, CloseError, MissingKeyError, ContractError, NotAllowed, ResolveRefused, SchemaError)
    try:
        app()
    except (*refusals, duckdb.Error, OSError, ValueError) as error:
        fail(str(error))
        sys.exit(1)
