"""Small tables in memory, made once for each publication, that the pages ask again and again."""

from __future__ import annotations

from pathlib import Path

import duckdb

_FOLDER = Path(__file__).parent / "sql" / "prepared"


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of workbench/sql/prepared in the catalog ``prepared``.

    Works on the unfiltered catalog ``warehouse``; who reads them gets them through the same row filter as the marts.
    A file of an earlier build may lack a column: then the table is left out, and the pages say so.
    """
    connection.execute("attach ':memory:' as prepared")
    connection.execute("create schema prepared.marts")
    for path in sorted(_FOLDER.glob("*.sql")):
        try:
            connection.execute(f'create table prepared.marts."{path.stem}" as {path.read_text(encoding="utf-8")}')
        except (duckdb.BinderException, duckdb.CatalogException):
            continue
