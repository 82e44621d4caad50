"""The index of all deliveries, compiled from the receipts, whatever the order in which they came."""

from __future__ import annotations

from pathlib import Path

import duckdb

from ingest.contract import load_contracts
from ingest.findings import FINDING_COLUMNS
from ingest.landing import Landing, settle, text_columns
from ingest.staging import literal, quoted

RECEIPTS = {
    "source_file_id": "VARCHAR",
    "party": "VARCHAR",
    "dataset": "VARCHAR",
    "region_code": "VARCHAR",
    "period": "VARCHAR",
    "version": "INTEGER",
    "file_name": "VARCHAR",
    "sha256": "VARCHAR",
    "bytes": "BIGINT",
    "rows": "BIGINT",
    "reported_rows": "BIGINT",
    "total": "VARCHAR",
    "reject_rows": "BIGINT",
    "warning_rows": "BIGINT",
    "status": "VARCHAR",
    "reason_code": "VARCHAR",
    "received_at": "TIMESTAMP",
    "reported_totals": "MAP(VARCHAR, VARCHAR)",
}
SOURCE_FILE = """
SELECT source_file_id, party, dataset, region_code, period, version, file_name, sha256, bytes, "rows", reported_rows,
       CAST(total AS DECIMAL(28, 2)) AS total, reject_rows, warning_rows,
       CASE WHEN status = 'accepted' AND version < max(CASE WHEN status = 'accepted' THEN version END)
                 OVER (PARTITION BY dataset, region_code, period)
            THEN 'superseded' ELSE status END AS status,
       reason_code, received_at
FROM receipt ORDER BY source_file_id
"""
REPORTED_TOTAL = """
SELECT source_file_id, column_name, CAST(amount AS DECIMAL(28, 2)) AS amount
FROM (SELECT source_file_id, unnest(map_keys(reported_totals)) AS column_name,
             unnest(map_values(reported_totals)) AS amount
      FROM receipt WHERE status = 'accepted')
ORDER BY source_file_id, column_name
"""


def compile_index(landing: Landing) -> None:
    """Write ``index/source_file.parquet``, ``index/reported_total.parquet`` and every ``_schema.parquet``."""
    landing.prepare()
    with landing.scratch() as scratch, landing.engine(scratch) as connection:
        _read_receipts(connection, landing.root / "receipts")
        _write(connection, SOURCE_FILE, scratch, landing.root / "index" / "source_file.parquet")
        _write(connection, REPORTED_TOTAL, scratch, landing.root / "index" / "reported_total.parquet")
        for name, contract in sorted(load_contracts().items()):
            _write(
                connection, _empty(text_columns(contract)), scratch, landing.root / "text" / name / "_schema.parquet"
            )
        _write(connection, _empty(FINDING_COLUMNS), scratch, landing.root / "findings" / "_schema.parquet")


def _read_receipts(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    columns = ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in RECEIPTS.items())
    if any(folder.glob("*.json")):
        connection.execute(
            f"CREATE TEMP TABLE receipt AS FROM read_json({literal(str(folder / '*.json'))}, "
            f"columns={{{columns}}}, format='unstructured')"
        )
    else:
        ddl = ", ".join(f"{quoted(name)} {kind}" for name, kind in RECEIPTS.items())
        connection.execute(f"CREATE TEMP TABLE receipt ({ddl})")


def _empty(columns: dict[str, str]) -> str:
    return (
        "SELECT " + ", ".join(f"CAST(NULL AS {kind}) AS {quoted(name)}" for name, kind in columns.items()) + " LIMIT 0"
    )


def _write(connection: duckdb.DuckDBPyConnection, query: str, scratch: Path, final: Path) -> None:
    temporary = scratch / final.name
    connection.execute(f"COPY ({query}) TO {literal(str(temporary))} (FORMAT parquet, COMPRESSION zstd)")
    settle(temporary, final)
