"""The closed months on disk: one folder per region, month and version; written once, never changed.

``closed/<region>/<period>/v<N>/`` holds the published tables of the month as Parquet and ``close.json`` (who, why, from
which files, digest of each table, digest of the close before it). Re-opening adds ``reopened.json`` beside it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.connection import scratch
from warehouse.dictionary import public_models

# Published tables that a close keeps, and the rows of a month in each: $region, $period.
KEPT = {
    "fct_match_link": "region_code = $region and cleared_period = $period",
    "fct_reconciliation_line": "region_code = $region and (period = $period or cleared_period = $period)",
    "fct_reconciliation_bridge": "region_code = $region and period = $period",
    "mart_reconciliation_summary": "region_code = $region and period = $period",
    "mart_control_result": "region_code = $region and period = $period",
    "fct_fund_statement": "region_code = $region and period = $period",
}


@dataclass(frozen=True)
class Close:
    """One version of a month's close.

    Attributes:
        status: ``current``, or ``superseded`` once the month was re-opened.
        tables: Digest of each kept table, ``<rows>:<SHA-256 of its Parquet file>``.
        files: ``source_file_id`` of every delivery behind the month.
        previous: Digest of the close that this home made before it; a changed file breaks the chain.
        journal: Hash of the newest entry of the journal at that moment; None in closes older than the journal.
    """

    region_code: str
    period: str
    version: int
    status: str
    closed_by: str
    reason: str
    closed_at: str
    run_id: str
    publication_digest: str
    tables: dict[str, str]
    files: tuple[str, ...]
    previous: str
    reopened_by: str | None = None
    reopened_at: str | None = None
    reopen_reason: str | None = None
    journal: str | None = None

    @property
    def digest(self) -> str:
        """Digest of the close itself, as the next close in the chain records it."""
        fixed = {key: value for key, value in asdict(self).items() if key != "status" and not key.startswith("reopen")}
        if self.journal is None:
            del fixed["journal"]
        return hashlib.sha256(json.dumps(fixed, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def folder(closed: Path, region: str, period: str, version: int) -> Path:
    """Folder of one version of a close."""
    return closed / region / period / f"v{version}"


def read_closes(closed: Path) -> list[Close]:
    """Every close of this home in the order in which they were made."""
    found = [_read(path) for path in sorted(closed.glob("*/*/v*/close.json"))]
    return sorted(found, key=lambda close: (close.closed_at, close.region_code, close.period, close.version))


def current_close(closed: Path, region: str, period: str) -> Close | None:
    """The close that stands for a month, or None while it is open."""
    versions = [each for each in read_closes(closed) if (each.region_code, each.period) == (region, period)]
    return next((each for each in versions if each.status == "current"), None)


def verify(closed: Path) -> list[str]:
    """Problems of the closes: a table whose bytes changed, a broken chain. Empty when all is as it was signed."""
    return list(_problems(closed))


def _problems(closed: Path) -> Iterator[str]:
    previous = ""
    for close in read_closes(closed):
        name = f"{close.region_code} {close.period} v{close.version}"
        if close.previous != previous:
            yield f"{name}：与前一次结账的链接断开"
        previous = close.digest
        for table, digest in close.tables.items():
            path = folder(closed, close.region_code, close.period, close.version) / f"{table}.parquet"
            if not path.exists() or digest.split(":")[1] != file_digest(path):
                yield f"{name}：{table} 已不是结账时的内容"


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_close_index(closed: Path) -> None:
    """Write what dbt reads: one row per close, and files without rows so that no glob is ever empty."""
    index = closed / "index"
    (index / "empty" / "v0").mkdir(parents=True, exist_ok=True)
    rows = [
        (each.region_code, each.period, each.version, each.status, each.closed_by, each.reason, each.closed_at,
         each.digest, each.reopened_by, each.reopened_at, each.reopen_reason)
        for each in read_closes(closed)
    ]  # fmt: skip
    with scratch() as connection:
        connection.execute(
            "create table close (region_code varchar, period varchar, version integer, status varchar, closed_by varchar, "
            "reason varchar, closed_at timestamp, digest varchar, reopened_by varchar, reopened_at timestamp, "
            "reopen_reason varchar)"
        )
        if rows:
            connection.executemany("insert into close values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        _write(connection, "close", index / "close.parquet")
        for model in public_models():
            if model["name"] in KEPT:
                _write_empty(connection, model, index)


def _write(connection: duckdb.DuckDBPyConnection, table: str, path: Path) -> None:
    temporary = path.with_suffix(".tmp")
    connection.execute(f"copy {table} to $file (format parquet)", {"file": str(temporary)})
    temporary.replace(path)


def _write_empty(connection: duckdb.DuckDBPyConnection, model: dict[str, Any], index: Path) -> None:
    """A file without rows in the shape of a kept table: the mart's contract and the close that it belongs to."""
    columns = ["closed_region varchar", "closed_period varchar", "close_version integer"]
    columns += [f'"{column["name"]}" {column["data_type"]}' for column in model["columns"]]
    connection.execute(f"create or replace temp table without_rows ({', '.join(columns)})")
    _write(connection, "without_rows", index / "empty" / "v0" / f"{model['name']}.parquet")


def _read(path: Path) -> Close:
    fields = json.loads(path.read_text())
    reopened = path.with_name("reopened.json")
    if reopened.exists():
        fields |= json.loads(reopened.read_text()) | {"status": "superseded"}
    return Close(**{**fields, "files": tuple(fields["files"])})
