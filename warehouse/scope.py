"""Which months count: all three parties' files are there, or the month is named with what it waits for."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ingest.contract import load_contracts
from ingest.landing import write_index
from warehouse.connection import scratch
from warehouse.settings import Settings

_SQL = (Path(__file__).parent / "scope.sql").read_text()


@dataclass(frozen=True)
class MonthState:
    """State of one region and month.

    Attributes:
        state: ``complete`` (all three parties), ``books_only`` (history for comparison) or ``waiting``.
        missing: Datasets without an accepted file.
        refused: Names of refused files that nothing has replaced yet.
    """

    region_code: str
    period: str
    state: str
    missing: tuple[str, ...]
    refused: tuple[str, ...]


def write_scope(settings: Settings) -> list[MonthState]:
    """Compile the landing index and the state of every month beside it; both follow from the receipts alone."""
    write_index(settings.landing())
    index = settings.landing_path / "index" / "source_file.parquet"
    target = settings.landing_path / "index" / "period_scope.parquet"
    required = [
        (contract.dataset, contract.party, contract.delivery.books)
        for contract in load_contracts().values()
        if contract.delivery.required and contract.delivery.frequency == "monthly"
    ]
    with scratch() as connection:
        connection.execute("create table required(dataset varchar, party varchar, is_history boolean)")
        connection.executemany("insert into required values (?, ?, ?)", required)
        connection.execute(f"create table period_scope as {_SQL}", {"index": str(index)})
        temporary = target.with_suffix(f".{os.getpid()}.tmp")
        connection.execute("copy period_scope to $file (format parquet)", {"file": str(temporary)})
        temporary.replace(target)
        rows = connection.execute("from period_scope order by region_code, period").fetchall()
    return [MonthState(row[0], row[1], row[2], _names(row[3]), _names(row[4])) for row in rows]


def month_states(settings: Settings) -> list[MonthState]:
    """State of every month that any party has delivered for, oldest first."""
    return write_scope(settings)


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()
