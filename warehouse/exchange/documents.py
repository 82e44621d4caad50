"""What the delivered rows behind the lines say: ticket, assessment, voucher, batch. Nothing of a person is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from ingest.check_digits import is_resident_id, is_taxpayer
from ingest.naming import FileName
from warehouse.connection import scratch
from warehouse.exchange.differences import Row
from warehouse.settings import Settings

_SQL = Path(__file__).parent / "sql"


@dataclass(frozen=True)
class Document:
    """Numbers and dates of a row as its party wrote them; None where the party's files have no such column.

    Attributes:
        voucher_no: 到账流水号, 发放流水号, 凭证号 or 科目编码.
        batch_no: 国库划转批次号 or 发放批次号.
        fee_period: YYYYMM, or the first and the last month.
        kind: 缴费类型, 税款种类, 收支项目, 待遇项目 or 科目名称.
    """

    ticket_no: str | None = None
    assessment_no: str | None = None
    voucher_no: str | None = None
    batch_no: str | None = None
    fee_period: str | None = None
    kind: str | None = None
    treasury_date: date | None = None


def read_documents(settings: Settings, rows: Iterable[Row]) -> dict[tuple[str, int], Document]:
    """(source file, row) → what that row says. Rows whose file is not in the landing zone are left out."""
    paths: dict[str, set[str]] = {}
    wanted: dict[str, set[tuple[str, int]]] = {}
    for row in rows:
        if row.source_file_id and row.source_row is not None and (path := _path(settings, row)):
            paths.setdefault(row.dataset, set()).add(str(path))
            wanted.setdefault(row.dataset, set()).add((row.source_file_id, row.source_row))
    found: dict[tuple[str, int], Document] = {}
    for dataset, files in paths.items():
        keys = sorted(wanted[dataset])
        given = {"paths": sorted(files), "files": [key[0] for key in keys], "numbers": [key[1] for key in keys]}
        with scratch("512MB") as connection:
            for file, number, *fields in connection.execute(_statement(dataset), given).fetchall():
                found[(file, number)] = Document(*fields)
    return found


def shown_payer(row: Row) -> tuple[str | None, str | None]:
    """(identifier, name) of a payer that is an organisation; of anybody else nothing."""
    number = (row.uscc or "").upper()
    is_organisation = is_taxpayer(number) and not is_resident_id(number)
    return (number, row.payer_name) if is_organisation and row.lines == 1 else (None, None)


def _path(settings: Settings, row: Row) -> Path | None:
    if not (row.file_region and row.file_period and row.source_file_id) or not _known(row.dataset):
        return None
    name = FileName(row.dataset, row.file_region, row.file_period, row.file_version or 1, "")
    path = settings.landing().text_path(name, row.source_file_id)
    return path if path.exists() else None


def _known(dataset: str) -> bool:
    return (_SQL / f"document_{dataset}.sql").exists()


@cache
def _statement(dataset: str) -> str:
    document = (_SQL / f"document_{dataset}.sql").read_text(encoding="utf-8")
    return (_SQL / "documents.sql").read_text(encoding="utf-8").replace("/*document*/", document)
