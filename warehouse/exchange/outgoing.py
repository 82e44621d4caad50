"""What goes to one party for one month: sheets, manifest and the answers that each difference may get."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from warehouse.exchange.differences import Choices, Marts, Row, read_choices, read_rows
from warehouse.exchange.documents import read_documents
from warehouse.exchange.layout import FIRST_ROW, OFFICES, Column, Value, cell_text, columns, leg_title, values
from warehouse.exchange.manifest import Manifest, Page, Sent, digest_of
from warehouse.settings import Settings

NOTES = {"supplement": "将补送文件", "other_is_right": "对方无误", "to_verify": "需进一步核实"}
"""Answers that name no cause: they are kept as notes and change nothing."""


class ExchangeError(ValueError):
    """There is nothing to send, or it was asked for wrongly; the message is Chinese."""


@dataclass(frozen=True)
class Sheet:
    """One leg's rows as they are shown, in order."""

    leg: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    values: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class Outgoing:
    """A workbook before it is written."""

    manifest: Manifest
    region_name: str
    sheets: tuple[Sheet, ...]
    options: dict[tuple[str, str], tuple[str, ...]]

    @property
    def file_name(self) -> str:
        """Name of the file, which says whose it is."""
        office = OFFICES[self.manifest.party]
        return (
            f"差异核对表_{office}_{self.manifest.region}_{self.manifest.period}_{self.manifest.exchange_id[-8:]}.xlsx"
        )


def prepare(settings: Settings, marts: Marts, publication: str, party: str, region: str, period: str) -> Outgoing:
    """Gather what is open and what the parties' files say about it.

    Args:
        publication: Digest of the published warehouse that ``marts`` reads.

    Raises:
        ExchangeError: Unknown party, malformed region or month, or nothing open.
    """
    if party not in OFFICES:
        raise ExchangeError(f"没有送达方 {party}：可用 {'、'.join(OFFICES)}。")
    if not re.fullmatch(r"\d{6}", region) or not re.fullmatch(r"(19|20)\d\d(0[1-9]|1[0-2])", period):
        raise ExchangeError("请写明行政区划代码（6 位数字）和月份（YYYYMM）。")
    rows = read_rows(marts, party, region, period)
    if not rows:
        raise ExchangeError(f"{region} {period} 没有要{OFFICES[party]}答复的未清差异。")
    documents = read_documents(settings, rows)
    sheets = []
    for leg, of_leg in groupby(rows, key=lambda row: row.leg):
        found, shown = tuple(of_leg), columns(leg, party)
        told = tuple(
            values(row, documents.get((row.source_file_id or "", row.source_row or 0)), shown) for row in found
        )
        sheets.append(Sheet(leg, leg_title(leg), shown, found, told))
    manifest = Manifest(
        party, region, period, publication, tuple(_page(sheet) for sheet in sheets),
        tuple(each for sheet in sheets for each in _sent(sheet)),
    )  # fmt: skip
    return Outgoing(manifest, _region_name(marts, region), tuple(sheets), options_of(read_choices(marts)))


def options_of(choices: Choices) -> dict[tuple[str, str], tuple[str, ...]]:
    """Leg and verdict → what may be answered: causes first, then the notes."""
    return {place: (*labels, *NOTES.values()) for place, labels in choices.items()}


def _page(sheet: Sheet) -> Page:
    return Page(sheet.title, sheet.leg, len(sheet.columns), FIRST_ROW, header_digest([c.header for c in sheet.columns]))


def header_digest(headers: list[str]) -> str:
    """Digest of a header; line breaks in it do not matter."""
    return digest_of([re.sub(r"\s", "", header) for header in headers])


def _sent(sheet: Sheet) -> list[Sent]:
    return [
        Sent(
            sheet.title, FIRST_ROW + 1 + at, row.case_no, row.is_first, sheet.leg, row.side, row.party, row.dataset,
            row.unit_key, row.record_key, row.fund_code, f"{row.amount:.2f}", row.period, row.verdict,
            cell_text(row.business_date), digest_of([cell_text(value) for value in told]),
        )
        for at, (row, told) in enumerate(zip(sheet.rows, sheet.values, strict=True))
    ]  # fmt: skip


def _region_name(marts: Marts, region: str) -> str:
    found = marts.rows("select region_name from marts.dim_region where region_code = $region", {"region": region})
    return str(found[0]["region_name"]) if found and found[0]["region_name"] else region
