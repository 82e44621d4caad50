# ruff: noqa: S608 - every name in SQL comes from a checked contract, every text is quoted

"""Reads one file and checks it: text Parquet and findings in the scratch folder, or a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.assess import SHOWN, Assessment, assess
from ingest.contract import SourceContract
from ingest.delimited import stage_delimited
from ingest.findings import (
    FINDING_COLUMNS,
    FileWarning,
    Problem,
    Refusal,
    add_warnings,
    create_finding_table,
    masked_sql,
)
from ingest.job import Job
from ingest.landing import Landing, text_columns
from ingest.persons import key_sql, normal_sql, open_vault, prepare_keys, store_persons
from ingest.pieces import Advance
from ingest.staging import PARQUET, Staged, literal, quoted
from ingest.workbook import stage_workbook


@dataclass(frozen=True)
class Examined:
    """A file that is read and checked, before it is given its place: ``text`` and ``findings`` are temporary files."""

    staged: Staged
    text: Path
    findings: Path
    found: Assessment


def examine(connection: duckdb.DuckDBPyConnection, job: Job, landing: Landing, advance: Advance) -> Examined:
    """Read and check the file of ``job``. Persons go to the vault. Raises ``Refusal``."""
    create_finding_table(connection)
    book = job.contract.file.kind == "workbook"
    staged = stage_workbook(connection, job) if book else stage_delimited(job, advance)
    text = _write_text(connection, job, staged, landing.pseudonym_key)
    found = _check(connection, job, staged, text)
    if job.contract.person_id is not None:
        _keep_persons(connection, job, staged, landing)
        found = _recount(connection, found)
    return Examined(staged, text, _write_findings(connection, job.scratch), found)


def _write_text(connection: duckdb.DuckDBPyConnection, job: Job, staged: Staged, pseudonym_key: bytes) -> Path:
    """The text Parquet: the rows as they were staged, or, where there are persons, with keys in their place."""
    if not job.contract.personal:
        return staged.rows
    prepare_keys(connection, pseudonym_key)
    path = job.scratch / "text.parquet"
    identity = job.contract.person_id
    parts = [
        f"{key_sql(identity.name)} AS person_key" if c == "person_key" and identity else quoted(c)
        for c in text_columns(job.contract)
    ]
    connection.execute(f"COPY (SELECT {', '.join(parts)} FROM {staged.relation}) TO {literal(str(path))} {PARQUET}")
    return path


def _check(connection: duckdb.DuckDBPyConnection, job: Job, staged: Staged, text: Path) -> Assessment:
    contract = job.contract
    # Parquet comes back as dictionaries, on which a check runs once for each distinct value
    relation = f"read_parquet({literal(str(text))})"
    found = assess(
        connection, contract, job.name.period, relation, staged.relation, staged.reported, job.source_file_id
    )
    warnings = [*staged.warnings, *_volume(contract, found.rows)]
    add_warnings(connection, job.source_file_id, contract.dataset, warnings)
    if found.reject_rows > contract.tolerated(found.rows):
        raise _too_many_rejects(connection, contract, found)
    return _recount(connection, found)


def _volume(contract: SourceContract, rows: int) -> list[FileWarning]:
    if contract.rows_floor <= rows <= contract.rows_ceiling:
        return []
    few = rows < contract.rows_floor
    return [
        FileWarning(
            "volume_low" if few else "volume_high", f"行数{'少' if few else '多'}得不正常：{rows} 行", value=str(rows)
        )
    ]


def _too_many_rejects(connection: duckdb.DuckDBPyConnection, contract: SourceContract, found: Assessment) -> Refusal:
    rows = connection.execute(
        "SELECT source_row, column_name, message, value FROM finding WHERE severity = 'reject' "
        f"ORDER BY source_row, column_order, code LIMIT {SHOWN}"
    ).fetchall()
    count = connection.execute("SELECT count(*) FROM finding WHERE severity = 'reject'").fetchone()
    problems = tuple(Problem(r[0], contract.column(r[1]).header, expected=r[2], found=r[3] or "（空）") for r in rows)
    allowed = contract.tolerated(found.rows)
    return Refusal(
        "too_many_rejects",
        f"有 {found.reject_rows} 行的内容不可能是对的，超过允许的 {allowed} 行",
        problems,
        int(count[0]) if count else None,
    )


def _keep_persons(connection: duckdb.DuckDBPyConnection, job: Job, staged: Staged, landing: Landing) -> None:
    identity = job.contract.person_id
    if identity is None:
        return
    open_vault(connection, landing.vault_file)
    store_persons(connection, job.contract, staged.relation)
    value = masked_sql(quoted(identity.name), identity.classification)
    connection.execute(
        f"INSERT INTO finding SELECT {literal(job.source_file_id)}, {literal(job.contract.dataset)}, source_row, "
        f"{literal(identity.name)}, {value}, 'check_digit', 'warn', '“{identity.header}”的校验位或出生日期不对', "
        f"{job.contract.columns.index(identity)} FROM {staged.relation} "
        f"WHERE {normal_sql(identity.name)} IN (SELECT person_id FROM bad_person)"
    )
    connection.execute("DETACH vault")


def _recount(connection: duckdb.DuckDBPyConnection, found: Assessment) -> Assessment:
    row = connection.execute("SELECT count(DISTINCT source_row) FROM finding WHERE severity = 'warn'").fetchone()
    return Assessment(found.rows, found.reject_rows, int(row[0]) if row else 0)


def _write_findings(connection: duckdb.DuckDBPyConnection, scratch: Path) -> Path:
    path = scratch / "findings.parquet"
    connection.execute(
        f"COPY (SELECT {', '.join(FINDING_COLUMNS)} FROM finding ORDER BY source_row NULLS FIRST, column_order, "
        f"code, message, value) TO {literal(str(path))} (FORMAT parquet, COMPRESSION zstd)"
    )
    return path
