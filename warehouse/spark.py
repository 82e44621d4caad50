"""A build on Apache Spark: sources are declared there, and afterwards the marts come back into the build file.

Publication, closes and reports read the same file as ever; Spark itself is only asked through dbt. Two sets of schemas take
turns, so that whoever reads the marts on the platform (schema ``published``) never meets a table that is being made.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import duckdb

from warehouse.connection import writer
from warehouse.dbt_run import DbtResult, Progress, run_dbt
from warehouse.dictionary import public_models
from warehouse.settings import Settings

SIDES = ("a_", "b_")


def build_on_spark(settings: Settings, whole: bool, progress: Progress | None = None) -> DbtResult:
    """Declare the landing zone, run every model and test on Spark, and fetch the marts if all is well.

    Args:
        whole: Typed lines of earlier builds are not used.
    """
    side = SIDES[SIDES.index(_read(_shown(settings), SIDES[1])) - 1]
    there = on_side(settings, side)
    begun = run_dbt(there, "run-operation", "begin_build", "--args", json.dumps({"whole": whole}))
    if not begun.ok:
        return begun
    built = run_dbt(there, "build", progress=progress)
    if not built.ok:
        return built
    fetched = fetch_marts(there)
    if fetched.ok:
        _built(settings).write_text(side)
    return replace(fetched, nodes=built.nodes)


def on_side(settings: Settings, side: str) -> Settings:
    """The same installation, its tables on one of the two sides."""
    return settings.model_copy(update={"spark_side": side})


def newest(settings: Settings) -> Settings:
    """The same installation, on the side of its newest build."""
    return on_side(settings, _read(_built(settings), SIDES[0]))


def show_readers(settings: Settings) -> None:
    """Turn the views of ``<prefix>published`` to the newest build; readers see its rows or those of the one before.

    Raises:
        RuntimeError: Spark refused; its words are in the message. What readers see may be old, and is never half a table.
    """
    there = newest(settings)
    asked = json.dumps({"schema": f"{settings.schema_prefix}published"})
    result = run_dbt(there, "run-operation", "point_readers", "--args", asked)
    if not result.ok:
        raise RuntimeError(result.message)
    _shown(settings).write_text(there.spark_side)


def _built(settings: Settings) -> Path:
    return settings.under("build", "spark_side")


def _shown(settings: Settings) -> Path:
    return settings.under("state", "spark_side")


def _read(path: Path, otherwise: str) -> str:
    return path.read_text() if path.exists() else otherwise


def fetch_marts(settings: Settings) -> DbtResult:
    """Let Spark write the marts to the exchange folder as Parquet, and load them into the build file."""
    folder = settings.spark_exchange_path
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    result = export(settings, folder, "marts")
    if result.ok:
        with writer(settings.build_path) as connection:
            connection.execute("create schema marts")
            for model in public_models():
                _load(connection, folder / "marts" / model["name"], model)
        shutil.rmtree(folder)
    return result


def export(settings: Settings, folder: Path, layer: str = "", views_only: bool = False) -> DbtResult:
    """Let Spark write models as ``<folder>/<layer>/<model>/*.parquet``: of one layer or of all."""
    asked = {"folder": str(folder), "layer": layer, "views_only": views_only}
    return run_dbt(settings, "run-operation", "export_models", "--args", json.dumps(asked))


def _load(connection: duckdb.DuckDBPyConnection, files: Path, model: dict[str, object]) -> None:
    columns = model["columns"]
    assert isinstance(columns, list)  # noqa: S101 - the dictionary's own form
    table = f'marts."{model["name"]}"'
    declared = ", ".join(f'"{column["name"]}" {column["data_type"]}' for column in columns)
    names = ", ".join(f'"{column["name"]}"' for column in columns)
    connection.execute(f"create table {table} ({declared})")
    if any(files.glob("*.parquet")):
        connection.execute(f"insert into {table} select {names} from read_parquet(?)", [f"{files}/*.parquet"])  # noqa: S608
    connection.execute(f"comment on table {table} is {_literal(model['description'])}")
    for column in columns:
        connection.execute(f'comment on column {table}."{column["name"]}" is {_literal(column["description"])}')


def _literal(text: object) -> str:
    return "'" + str(text).replace("'", "''") + "'"
