"""`sanfang sql`: read-only SQL over the published warehouse."""

from __future__ import annotations

import csv
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import duckdb
import typer
from rich.table import Table

from warehouse.cli.session import console, fail, settings
from warehouse.connection import reader


class Format(StrEnum):
    """Output formats."""

    TABLE = "table"
    CSV = "csv"
    PARQUET = "parquet"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("sql")(sql_command)


def sql_command(
    query: Annotated[str | None, typer.Argument(help="SQL；省略则从标准输入读，终端上则逐条询问")] = None,
    output_format: Annotated[Format, typer.Option("--format", "-f", help="输出格式")] = Format.TABLE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="写入文件（parquet 必须给出）")] = None,
    limit: Annotated[int, typer.Option("--limit", help="表格最多显示的行数")] = 200,
) -> None:
    """查询已发布的数仓（只读）。 Query the published warehouse, read-only."""
    path = settings().published_path
    if not path.exists():
        fail(f"还没有发布的数仓 {path}：先运行 sanfang demo 或 sanfang run。")
        raise typer.Exit(1)
    if output_format is Format.PARQUET and output is None:
        raise typer.BadParameter("parquet 需要 --output 文件名")
    if query is None and sys.stdin.isatty():
        _shell(path, limit)
        return
    statement = (query or sys.stdin.read()).strip().rstrip(";")
    target = output.resolve() if output else None
    with reader(path, target) as connection:
        if target is not None:
            kind = "parquet" if output_format is Format.PARQUET else "csv, header"
            connection.execute(f"copy ({statement}) to '{_quoted(target)}' (format {kind})")
        elif output_format is Format.CSV:
            _write_csv(connection.execute(statement))
        else:
            console.print(_table(connection.execute(statement), limit))


def _shell(path: Path, limit: int) -> None:
    console.print("三方对账 SQL（只读）。表在 marts 下：show all tables; 结束：exit 或 Ctrl-D。", highlight=False)
    while True:
        try:
            statement = console.input("sanfang> ").strip().rstrip(";")
        except (EOFError, KeyboardInterrupt):
            return
        if statement in ("exit", "quit", "\\q"):
            return
        if not statement:
            continue
        # Opened for each statement, so that a publication meanwhile is seen.
        with reader(path) as connection:
            try:
                console.print(_table(connection.execute(statement), limit))
            except duckdb.Error as error:
                fail(str(error))


def _table(cursor: duckdb.DuckDBPyConnection, limit: int) -> Table:
    rows = cursor.fetchmany(limit + 1)
    more = len(rows) > limit
    table = Table(caption=f"只显示前 {limit} 行；全部请用 --format csv" if more else f"{len(rows)} 行")
    for column in cursor.description or []:
        table.add_column(str(column[0]))
    for row in rows[:limit]:
        table.add_row(*("" if value is None else str(value) for value in row))
    return table


def _write_csv(cursor: duckdb.DuckDBPyConnection) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([column[0] for column in cursor.description or []])
    while rows := cursor.fetchmany(10_000):
        writer.writerows(rows)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
