"""One data file from the inbox to the landing zone: read, checked, landed; or refused with its reasons."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.archive import Parcel, chunks
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
from ingest.landing import Landing, settle, text_columns
from ingest.naming import FileName
from ingest.persons import key_sql, open_vault, prepare_keys, store_persons
from ingest.receipt import ACCEPTED, Receipt, write_receipt
from ingest.staging import Staged, create_staged_view, literal, quoted
from ingest.trailer import plain
from ingest.workbook import stage_workbook

Progress = Callable[[str, int, int], None]
"""Called with the file's name, bytes read and bytes in all."""


@dataclass(frozen=True)
class Content:
    """The unpacked bytes of a parcel in a private file."""

    path: Path
    sha256: str
    size: int


def unpack(parcel: Parcel, landing: Landing, scratch: Path) -> Content:
    """Copy the unpacked bytes to ``scratch`` and hash them. Raises ``Refusal`` for damage and bombs."""
    path, digest, size = scratch / "content", hashlib.sha256(), 0
    with path.open("wb") as target:
        path.chmod(0o600)
        for piece in chunks(parcel, landing.limits):
            digest.update(piece)
            target.write(piece)
            size += len(piece)
    return Content(path, digest.hexdigest(), size)


def receive(parcel: Parcel, name: FileName, contract: SourceContract, content: Content, landing: Landing,
            scratch: Path, received_at: str, progress: Progress | None) -> Receipt:
    """Read, check and land one file. Raises ``Refusal``; nothing is landed then."""
    source_file_id = name.file_id(content.sha256)

    def advance(done: int, total: int) -> None:
        if progress is not None:
            progress(parcel.shown, done, total)

    with landing.engine(scratch) as connection:
        create_finding_table(connection)
        if contract.file.kind == "workbook":
            staged = stage_workbook(connection, contract, content.path, name.region, name.period, landing.limits, scratch)
        else:
            staged = stage_delimited(connection, contract, content.path, name.period, landing.limits, advance)
        create_staged_view(connection, contract, staged)
        text = _write_text(connection, contract, source_file_id, landing, scratch)
        found = _check(connection, contract, name, staged, text, source_file_id)
        if contract.person_id is not None:
            _keep_persons(connection, contract, landing, source_file_id)
            found = _recount(connection, found)
        findings = _write_findings(connection, scratch)
    settle(content.path, landing.raw_path(content.sha256))
    settle(findings, landing.findings_path(name.dataset, source_file_id))
    settle(text, landing.text_path(name, source_file_id))
    receipt = _receipt(parcel, name, contract, content, staged, found, source_file_id, received_at)
    write_receipt(receipt, landing.receipt_path(source_file_id))
    advance(content.size, content.size)
    return receipt


def _write_text(connection: duckdb.DuckDBPyConnection, contract: SourceContract, source_file_id: str, landing: Landing,
                scratch: Path) -> Path:
    path = scratch / "text.parquet"
    parts = []
    for column in text_columns(contract):
        if column == "source_file_id":
            parts.append(f"{literal(source_file_id)} AS source_file_id")
        elif column == "person_key" and contract.person_id is not None:
            prepare_keys(connection, landing.pseudonym_key)
            parts.append(f"{key_sql(contract.person_id.name)} AS person_key")
        else:
            parts.append(quoted(column))
    connection.execute(f"COPY (SELECT {', '.join(parts)} FROM staged) TO {literal(str(path))} (FORMAT parquet, COMPRESSION zstd)")
    return path


def _check(connection: duckdb.DuckDBPyConnection, contract: SourceContract, name: FileName, staged: Staged, text: Path,
           source_file_id: str) -> Assessment:
    # Parquet comes back as dictionaries, on which a check runs once for each distinct value
    relation = f"read_parquet({literal(str(text))})"
    found = assess(connection, contract, name.period, relation, "staged", staged.reported, source_file_id)
    add_warnings(connection, source_file_id, contract.dataset, [*staged.warnings, *_volume(contract, found.rows)])
    if found.reject_rows > contract.tolerated(found.rows):
        raise _too_many_rejects(connection, contract, found)
    return _recount(connection, found)


def _volume(contract: SourceContract, rows: int) -> list[FileWarning]:
    if contract.rows_floor <= rows <= contract.rows_ceiling:
        return []
    few = rows < contract.rows_floor
    return [FileWarning("volume_low" if few else "volume_high", f"行数{'少' if few else '多'}得不正常：{rows} 行", value=str(rows))]


def _too_many_rejects(connection: duckdb.DuckDBPyConnection, contract: SourceContract, found: Assessment) -> Refusal:
    rows = connection.execute("SELECT source_row, column_name, message, value FROM finding WHERE severity = 'reject' "
                              f"ORDER BY source_row, column_order, code LIMIT {SHOWN}").fetchall()
    count = connection.execute("SELECT count(*) FROM finding WHERE severity = 'reject'").fetchone()
    problems = tuple(Problem(r[0], contract.column(r[1]).header, expected=r[2], found=r[3] or "（空）") for r in rows)
    allowed = contract.tolerated(found.rows)
    return Refusal("too_many_rejects", f"有 {found.reject_rows} 行的内容不可能是对的，超过允许的 {allowed} 行", problems,
                   int(count[0]) if count else None)


def _keep_persons(connection: duckdb.DuckDBPyConnection, contract: SourceContract, landing: Landing, source_file_id: str) -> None:
    identity = contract.person_id
    assert identity is not None  # noqa: S101
    open_vault(connection, landing.vault_file)
    store_persons(connection, contract, "staged")
    connection.execute(
        f"INSERT INTO finding SELECT {literal(source_file_id)}, {literal(contract.dataset)}, source_row, {literal(identity.name)}, "
        f"{masked_sql(quoted(identity.name), identity.classification)}, 'check_digit', 'warn', "
        f"'“{identity.header}”的校验位或出生日期不对', {contract.columns.index(identity)} FROM staged "
        f"WHERE {key_sql(identity.name)} IN (SELECT {key_sql('person_id')} FROM bad_person)")
    connection.execute("DETACH vault")


def _recount(connection: duckdb.DuckDBPyConnection, found: Assessment) -> Assessment:
    row = connection.execute("SELECT count(DISTINCT source_row) FROM finding WHERE severity = 'warn'").fetchone()
    return Assessment(found.rows, found.reject_rows, int(row[0]) if row else 0)


def _write_findings(connection: duckdb.DuckDBPyConnection, scratch: Path) -> Path:
    path = scratch / "findings.parquet"
    connection.execute(f"COPY (SELECT {', '.join(FINDING_COLUMNS)} FROM finding ORDER BY source_row NULLS FIRST, column_order, "
                       f"code, message, value) TO {literal(str(path))} (FORMAT parquet, COMPRESSION zstd)")
    return path


def _receipt(parcel: Parcel, name: FileName, contract: SourceContract, content: Content, staged: Staged, found: Assessment,
             source_file_id: str, received_at: str) -> Receipt:
    reported = staged.reported
    totals = {k: plain(v) for k, v in reported.totals.items()} if reported else {}
    return Receipt(
        source_file_id=source_file_id, party=contract.party, dataset=name.dataset, region_code=name.region,
        period=name.period, version=name.version, file_name=parcel.name, sha256=content.sha256, bytes=content.size,
        rows=found.rows, reported_rows=reported.rows if reported else None, reported_totals=totals,
        total=totals.get(contract.amount) if contract.amount else None,
        status=ACCEPTED, reject_rows=found.reject_rows, warning_rows=found.warning_rows, received_at=received_at,
        message=f"已收下：{found.rows} 行" + (f"，其中 {found.reject_rows} 行退回" if found.reject_rows else ""))
