"""Publish: copy the marts of a completed build into a file of their own and put it in place in one step."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.build import run_ledger, single_writer
from warehouse.connection import writer
from warehouse.digest import combined, table_digests
from warehouse.rule_trial import require_built_by
from warehouse.settings import Settings
from warehouse.state.rules import RulesRefused, require_accepted

# Reports and clients rely on these; a build without them is not published.
PROMISED = frozenset(
    [
        "dim_account",
        "dim_fund",
        "dim_payer",
        "dim_period",
        "dim_region",
        "dim_source_file",
        "fct_account_balance",
        "fct_row_finding",
        "fct_version_difference",
        "fct_fund_statement",
        "dim_difference_cause",
        "dim_match_pass",
        "fct_decision",
        "fct_reconciliation_bridge",
        "fct_reconciliation_line",
        "mart_close_readiness",
        "mart_open_item",
        "mart_reconciliation_summary",
        "mart_self_evaluation",
        "mart_self_evaluation_gap",
        "fct_indicator_actual",
        "mart_control_result",
    ]
)


class PublishError(RuntimeError):
    """The build may not be published; the message says why and what to do."""


@dataclass(frozen=True)
class Publication:
    """A published warehouse: its path, the digest of its content, the run that built it."""

    path: Path
    digest: str
    run_id: str


def publish(settings: Settings) -> Publication:
    """Publish the newest build. Readers see the old file or the new one, never a half.

    Raises:
        PublishError: There is no completed build, or it lacks a promised table. What readers see stays as it was.
    """
    with single_writer(settings):
        if not settings.build_path.exists():
            raise PublishError("还没有可发布的构建：请先运行 sanfang build。")
        try:
            require_accepted(settings)
        except RulesRefused as refusal:
            raise PublishError(str(refusal)) from None
        target = settings.published_path
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_suffix(".new")
        for leftover in target.parent.glob(f"{temporary.name}*"):
            leftover.unlink()
        run_id, digest = _write(settings, temporary)
        _sync(temporary)
        _keep_previous(settings)
        temporary.replace(target)
        _sync(target.parent)
        run_ledger(settings).published(run_id, digest, target)
        if settings.engine == "spark":
            from warehouse.spark import show_readers

            show_readers(settings)
    return Publication(target, digest, run_id)


def _write(settings: Settings, path: Path) -> tuple[str, str]:
    with writer(path) as connection:
        connection.execute(f"attach '{_quoted(settings.build_path)}' as build (read_only)")
        run_id = _completed_run(connection)
        try:
            require_built_by(connection)
        except RulesRefused as refusal:
            raise PublishError(str(refusal)) from None
        connection.execute("create schema marts")
        for table in _tables(connection):
            _copy_table(connection, table)
        digest = combined(table_digests(connection))
        connection.execute("create schema ops")
        connection.execute("create table ops.publication (run_id varchar not null, digest varchar not null)")
        connection.execute("insert into ops.publication values (?, ?)", [run_id, digest])
        connection.execute("detach build")
        connection.execute("checkpoint")
    return run_id, digest


def _completed_run(connection: duckdb.DuckDBPyConnection) -> str:
    row = connection.execute("select run_id, completed from build.ops.build").fetchone()
    if row is None or not row[1]:
        raise PublishError(
            "最近一次构建没有完成（有检查未通过或被中断），不发布。请看 sanfang status，改正后重新 sanfang build。"
        )
    return str(row[0])


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        "select table_name from duckdb_tables() where database_name = 'build' and schema_name = 'marts' order by table_name"
    ).fetchall()
    names = [str(row[0]) for row in rows]
    if missing := PROMISED.difference(names):
        raise PublishError(f"构建缺少约定的表：{', '.join(sorted(missing))}，不发布。")
    return names


def _copy_table(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Copy one table with its constraints and its comments."""
    ddl, comment = _one(
        connection,
        "select sql, comment from duckdb_tables() where database_name = 'build' and schema_name = 'marts' and table_name = ?",
        table,
    )
    connection.execute(ddl.replace("CREATE TABLE build.marts.", "CREATE TABLE marts.", 1))
    connection.execute(f'insert into marts."{table}" select * from build.marts."{table}"')  # noqa: S608
    if comment:
        connection.execute(f"comment on table marts.\"{table}\" is '{_quoted(comment)}'")
    columns = connection.execute(
        "select column_name, comment from duckdb_columns() where database_name = 'build' and schema_name = 'marts' "
        "and table_name = ? and comment is not null order by column_index",
        [table],
    ).fetchall()
    for column, text in columns:
        connection.execute(f'comment on column marts."{table}"."{column}" is \'{_quoted(text)}\'')


def _one(connection: duckdb.DuckDBPyConnection, query: str, value: str) -> tuple[str, str | None]:
    row = connection.execute(query, [value]).fetchone()
    assert row is not None  # noqa: S101 - the name was listed a moment ago
    return row[0], row[1]


def _keep_previous(settings: Settings) -> None:
    previous = settings.published_path
    last = run_ledger(settings).last_publication()
    if not previous.exists() or last is None or settings.keep_publications < 1:
        return
    archive = previous.parent / "previous"
    archive.mkdir(exist_ok=True)
    kept = archive / f"warehouse-{last[0]}.duckdb"
    if not kept.exists():
        os.link(previous, kept)
    for old in sorted(archive.glob("warehouse-*.duckdb"))[: -settings.keep_publications]:
        old.unlink()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _quoted(text: str | Path) -> str:
    return str(text).replace("'", "''")
