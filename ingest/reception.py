"""One data file from the inbox to the landing zone: read, checked, landed; or refused with its reasons."""

# ruff: noqa: S608 - every name in SQL comes from a checked contract, every text is quoted

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
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
from ingest.staging import Staged, blank_columns, create_staged_view, edge_blank, literal, quoted
from ingest.trailer import plain
from ingest.transcode import Advance
from ingest.workbook import stage_workbook

Progress = Callable[[str, int, int], None]
"""Called with the file's name, bytes read and bytes in all."""


class Content:
    """The unpacked bytes of a parcel in a private file; they are hashed while they are read."""

    def __init__(self, path: Path, size: int) -> None:
        self.path, self.size = path, size
        self._hasher = ThreadPoolExecutor(1)
        self._digest = self._hasher.submit(self._hash)
        self._hasher.shutdown(wait=False)

    def _hash(self) -> str:
        with self.path.open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest()

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes; waits until it is known."""
        return self._digest.result()


def unpack(parcel: Parcel, landing: Landing, scratch: Path) -> Content:
    """Copy the unpacked bytes to ``scratch``. Raises ``Refusal`` for damage and bombs."""
    path, size = scratch / "content", 0
    with path.open("wb") as target:
        path.chmod(0o600)
        for piece in chunks(parcel, landing.limits):
            target.write(piece)
            size += len(piece)
    return Content(path, size)


@dataclass(frozen=True)
class Landed:
    """A file that is read and checked, before it is given its place: text and findings are temporary files."""

    source_file_id: str
    staged: Staged
    text: Path
    findings: Path
    found: Assessment


def receive(
    parcel: Parcel,
    name: FileName,
    contract: SourceContract,
    content: Content,
    landing: Landing,
    scratch: Path,
    received_at: str,
    progress: Progress | None,
) -> Receipt:
    """Read, check and land one file. Raises ``Refusal``; nothing is landed then."""

    def advance(done: int, total: int) -> None:
        if progress is not None:
            progress(parcel.shown, done, total)

    with landing.engine(scratch) as connection:
        landed = read_and_check(
            connection, name, contract, content.path, lambda: name.file_id(content.sha256), landing, scratch, advance
        )
    settle(content.path, landing.raw_path(content.sha256))
    settle(landed.findings, landing.findings_path(name.dataset, landed.source_file_id))
    settle(landed.text, landing.text_path(name, landed.source_file_id))
    receipt = _receipt(parcel, name, contract, content, landed, received_at)
    write_receipt(receipt, landing.receipt_path(landed.source_file_id))
    advance(content.size, content.size)
    return receipt


def read_and_check(
    connection: duckdb.DuckDBPyConnection,
    name: FileName,
    contract: SourceContract,
    path: Path,
    identify: Callable[[], str],
    landing: Landing,
    scratch: Path,
    advance: Advance,
) -> Landed:
    """Read ``path`` and write its text Parquet and findings to ``scratch``. Raises ``Refusal``.

    ``identify`` gives the source_file_id; it is asked late, because hashing goes on meanwhile.
    """
    create_finding_table(connection)
    if contract.file.kind == "workbook":
        staged = stage_workbook(connection, contract, path, name.region, name.period, landing.limits, scratch)
    else:
        staged = stage_delimited(connection, contract, path, name.period, landing.limits, advance)
    source_file_id = identify()
    text = _write_text(connection, contract, staged, source_file_id, landing, scratch)
    found = _check(connection, contract, name, staged, text, source_file_id)
    if contract.person_id is not None:
        _keep_persons(connection, contract, landing, source_file_id)
        found = _recount(connection, found)
    return Landed(source_file_id, staged, text, _write_findings(connection, scratch), found)


def _write_text(
    connection: duckdb.DuckDBPyConnection,
    contract: SourceContract,
    staged: Staged,
    source_file_id: str,
    landing: Landing,
    scratch: Path,
) -> Path:
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
    command = (
        f"COPY (SELECT {', '.join(parts)} FROM staged) TO {literal(str(path))} "
        "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)"
    )
    # stripping costs as much as all checks, so only columns that need it are stripped; then the rest is checked
    strip = blank_columns(connection, staged) | {c.name for c in contract.personal if staged.blanks}
    create_staged_view(connection, contract, staged, strip)
    connection.execute(command)
    rest = [c.name for c in staged.columns if staged.blanks and c.name not in strip]
    if rest:
        missed = " OR ".join(edge_blank(n, staged.blanks) for n in rest)
        row = connection.execute(
            f"SELECT count(*) FILTER (WHERE {missed}) FROM read_parquet({literal(str(path))})"
        ).fetchone()
        if row and row[0]:
            create_staged_view(connection, contract, staged, {c.name for c in staged.columns})
            connection.execute(command)
    return path


def _check(
    connection: duckdb.DuckDBPyConnection,
    contract: SourceContract,
    name: FileName,
    staged: Staged,
    text: Path,
    source_file_id: str,
) -> Assessment:
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


def _keep_persons(
    connection: duckdb.DuckDBPyConnection, contract: SourceContract, landing: Landing, source_file_id: str
) -> None:
    identity = contract.person_id
    assert identity is not None  # noqa: S101
    open_vault(connection, landing.vault_file)
    store_persons(connection, contract, "staged")
    connection.execute(
        f"INSERT INTO finding SELECT {literal(source_file_id)}, {literal(contract.dataset)}, source_row, {literal(identity.name)}, "
        f"{masked_sql(quoted(identity.name), identity.classification)}, 'check_digit', 'warn', "
        f"'“{identity.header}”的校验位或出生日期不对', {contract.columns.index(identity)} FROM staged "
        f"WHERE {key_sql(identity.name)} IN (SELECT {key_sql('person_id')} FROM bad_person)"
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


def _receipt(
    parcel: Parcel, name: FileName, contract: SourceContract, content: Content, landed: Landed, received_at: str
) -> Receipt:
    reported, found = landed.staged.reported, landed.found
    totals = {k: plain(v) for k, v in reported.totals.items()} if reported else {}
    return Receipt(
        source_file_id=landed.source_file_id,
        party=contract.party,
        dataset=name.dataset,
        region_code=name.region,
        period=name.period,
        version=name.version,
        file_name=parcel.name,
        sha256=content.sha256,
        bytes=content.size,
        rows=found.rows,
        reported_rows=reported.rows if reported else None,
        reported_totals=totals,
        total=totals.get(contract.amount) if contract.amount else None,
        status=ACCEPTED,
        reject_rows=found.reject_rows,
        warning_rows=found.warning_rows,
        received_at=received_at,
        message=f"已收下：{found.rows} 行" + (f"，其中 {found.reject_rows} 行退回" if found.reject_rows else ""),
    )
