"""The same model built by two engines, row for row: EXCEPT ALL both ways, and the types of the columns."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

# Ids are numbers of 128 bits in DuckDB and their 32 hexadecimal digits in Spark, which has no such number.
_ID = "UHUGEINT"


@dataclass(frozen=True)
class Compared:
    """One model on both engines.

    Attributes:
        name: ``layer.model``.
        rows: Rows that DuckDB has.
        only_duckdb: Rows that Spark lacks, counted as often as they are missing.
        only_spark: Rows that DuckDB lacks.
        types: Columns whose type differs: name, DuckDB's type, Spark's type.
    """

    name: str
    rows: int
    only_duckdb: int
    only_spark: int
    types: tuple[tuple[str, str, str], ...]

    @property
    def is_equal(self) -> bool:
        """No row and no type differs."""
        return not (self.only_duckdb or self.only_spark or self.types)


def compare(build: Path, *places: Path, kinds: tuple[str, ...] = ("BASE TABLE", "VIEW")) -> list[Compared]:
    """Compare every table and view of a DuckDB build with the Parquet that Spark wrote.

    Args:
        build: The build file of DuckDB.
        places: Folders with ``<layer>/<model>/*.parquet``; Spark's own tables folder may say ``<layer>.db``.
        kinds: What to compare; Spark writes views only when it is asked to export them.
    """
    with duckdb.connect(str(build), read_only=True, config={"memory_limit": "4GB"}) as connection:
        relations = connection.execute(
            "select table_schema, table_name from information_schema.tables "
            "where table_schema not in ('ops', 'information_schema', 'pg_catalog') and list_contains(?, table_type) order by all",
            [list(kinds)],
        ).fetchall()
        return [_compare(connection, layer, name, places) for layer, name in relations]


def _compare(connection: duckdb.DuckDBPyConnection, layer: str, name: str, places: tuple[Path, ...]) -> Compared:
    here = f'"{layer}"."{name}"'
    rows = _count(connection, here)
    files = _files(layer, name, places)
    if not files:  # Spark writes no file for a table into which nothing was ever put
        return Compared(f"{layer}.{name}", rows, rows, 0, ())
    there = f"read_parquet({[str(file) for file in files]}, hive_types_autocast = false)"
    ours, theirs = _types(connection, here), _types(connection, there)
    types = tuple(
        (column, ours.get(column, "missing"), theirs.get(column, "missing"))
        for column in {**ours, **theirs}
        if _told(ours.get(column)) != theirs.get(column)
    )
    shared = [column for column in ours if column in theirs]
    left = ", ".join(f"lpad(to_hex({c}), 32, '0')" if ours[c] == _ID else f'"{c}"' for c in shared)
    right = ", ".join(f'"{column}"' for column in shared)
    ours_rows, theirs_rows = f"select {left} from {here}", f"select {right} from {there}"
    return Compared(
        f"{layer}.{name}",
        rows,
        _count(connection, f"({ours_rows} except all {theirs_rows})"),
        _count(connection, f"({theirs_rows} except all {ours_rows})"),
        types,
    )


def _files(layer: str, name: str, places: tuple[Path, ...]) -> list[Path]:
    for place in places:
        for folder in (place / layer / name, place / f"{layer}.db" / name):
            if found := sorted(folder.glob("**/*.parquet")):
                return found
    return []


def _types(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.execute(f"describe select * from {relation}").fetchall()}


def _told(kind: str | None) -> str | None:
    return "VARCHAR" if kind == _ID else kind


def _count(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    row = connection.execute(f"select count(*) from {relation}").fetchone()
    return int(row[0]) if row else 0
