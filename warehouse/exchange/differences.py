"""The differences that one party has to answer for one month, as SQL on the published marts gives them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import duckdb

from warehouse.connection import reader
from warehouse.settings import Settings
from warehouse.state.drafts import leg_parties

_SQL = Path(__file__).parent / "sql"
Choices = dict[tuple[str, str], dict[str, str]]


class Marts(Protocol):
    """Whoever answers queries on the published marts: the workbench's reader, or :func:`published_marts`."""

    def rows(self, sql: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        """Rows as dictionaries."""
        ...


@dataclass(frozen=True)
class Connected:
    """The published file itself, with the digest of its content."""

    connection: duckdb.DuckDBPyConnection

    def rows(self, sql: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        """Rows as dictionaries."""
        cursor = self.connection.execute(sql, parameters)
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    @property
    def digest(self) -> str:
        """Digest of the publication."""
        return str(self.rows("select digest from ops.publication", {})[0]["digest"])


@contextmanager
def published_marts(settings: Settings) -> Iterator[Connected]:
    """The published marts of a home.

    Raises:
        FileNotFoundError: Nothing was published yet.
    """
    if not settings.published_path.exists():
        raise FileNotFoundError("还没有发布的数仓：先运行 sanfang run。")
    with reader(settings.published_path) as connection:
        yield Connected(connection)


@dataclass(frozen=True)
class Row:
    """A line, or a batch that is reconciled as one, of a difference. Amounts in 元.

    Attributes:
        case_no: Number of the difference in the workbook; rows of one difference share it and are answered together.
        is_first: The row that takes the answer and shows the difference (right less left).
        unit_key: Id of the line, or of the batch.
        side: L or R of the leg.
        lines: Lines of the batch, 1 for a line.
        left_total, right_total, difference_total, cases: Of all rows of the leg.
    """

    leg: str
    case_no: int
    is_first: bool
    case_key: str
    unit_key: str
    side: str
    party: str
    dataset: str
    record_key: str
    related_record_key: str | None
    fund_code: str
    fund_name: str | None
    period: str
    business_date: date | None
    age_days: int | None
    lines: int
    amount: Decimal
    left_amount: Decimal | None
    right_amount: Decimal | None
    difference: Decimal | None
    verdict: str
    verdict_label: str | None
    cause: str | None
    cause_label: str | None
    uscc: str | None
    payer_name: str | None
    source_file_id: str | None
    source_row: int | None
    file_region: str | None
    file_period: str | None
    file_version: int | None
    left_total: Decimal | None
    right_total: Decimal | None
    difference_total: Decimal | None
    cases: int


@dataclass(frozen=True)
class Waiting:
    """What waits for one party in one month: differences, their lines, the sum of their sizes (元), age of the oldest."""

    party: str
    period: str
    cases: int
    lines: int
    difference: Decimal
    age_days: int | None


def read_rows(marts: Marts, party: str, region: str, period: str) -> list[Row]:
    """Rows of the differences that opened in a month, are still open, and are this party's to answer."""
    kept = set(Row.__dataclass_fields__)
    found = marts.rows(_statement("rows"), _given(party, region, period))
    return [Row(**{name: value for name, value in row.items() if name in kept}) for row in found]


def read_waiting(marts: Marts, region: str) -> list[Waiting]:
    """What waits for each party, month by month."""
    sql = _statement("waiting")
    return [Waiting(**row) for row in marts.rows(sql, _given("", region, ""))]


def read_choices(marts: Marts) -> Choices:
    """Leg and verdict → label of a cause that a person may give there → the cause."""
    found: Choices = {}
    for row in marts.rows(_statement("choices"), {}):
        found.setdefault((row["leg"], row["verdict"]), {})[row["label"]] = row["cause"]
    return found


def recipient_of(marts: Marts, region: str, leg: str, line_id: str) -> tuple[str, str] | None:
    """(party, month) in whose workbook an open line stands, or None; ``line_id`` of a line or of a batch."""
    sql = _statement("recipient")
    found = marts.rows(sql, {**_given("", region, ""), "leg": leg, "line_id": line_id})
    return (found[0]["recipient"], found[0]["case_period"]) if found else None


def _given(party: str, region: str, period: str) -> dict[str, Any]:
    sides = leg_parties()
    return {
        "legs": list(sides),
        "lefts": [left for left, _ in sides.values()],
        "rights": [right for _, right in sides.values()],
        "party": party,
        "region": region,
        "period": period,
    }


@cache
def _statement(name: str) -> str:
    text = (_SQL / f"{name}.sql").read_text(encoding="utf-8")
    return text.replace("/*sent*/", (_SQL / "sent.sql").read_text(encoding="utf-8"))
