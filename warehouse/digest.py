"""Content digest of the marts: the same rows give the same digest, in whatever order they were written."""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.connection import reader

# When a file arrived depends on the day, and nothing else in the marts may.
VOLATILE = frozenset({("dim_source_file", "received_at")})


def table_digests(connection: duckdb.DuckDBPyConnection, schema: str = "marts") -> dict[str, str]:
    """Digest of each table of a schema: rows hashed one by one and added up, so that order cannot matter.

    Returns:
        table name → ``<rows>:<sum of 128-bit row hashes>``.
    """
    columns = connection.execute(
        "select table_name, column_name from duckdb_columns() "
        "where schema_name = ? and database_name = current_database() order by table_name, column_name",
        [schema],
    ).fetchall()
    tables: dict[str, list[str]] = {}
    for table, column in columns:
        if (table, column) not in VOLATILE:
            tables.setdefault(table, []).append(column)
    return {table: _table_digest(connection, schema, table, names) for table, names in tables.items()}


def _table_digest(connection: duckdb.DuckDBPyConnection, schema: str, table: str, columns: list[str]) -> str:
    row_text = " || '|' || ".join(f"coalesce(cast(\"{name}\" as varchar), '∅')" for name in columns)
    query = (
        f"select count(*), coalesce(sum(cast(md5_number_lower({row_text}) as hugeint)), 0), "  # noqa: S608
        f'coalesce(sum(cast(md5_number_upper({row_text}) as hugeint)), 0) from "{schema}"."{table}"'
    )
    found = connection.execute(query).fetchone()
    assert found is not None  # noqa: S101 - an aggregate always returns its row
    rows, lower, upper = found
    return f"{rows}:{int(upper):x}{int(lower):x}"


def digest(path: Path) -> dict[str, str]:
    """Digest of each mart of a published warehouse."""
    with reader(path) as connection:
        return table_digests(connection)


def combined(digests: dict[str, str]) -> str:
    """One short digest over all tables, for people to compare."""
    import hashlib

    text = "\n".join(f"{table}={value}" for table, value in sorted(digests.items()))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
