"""Approved decisions as tests need them: made from a published warehouse, added to those already there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import duckdb

from warehouse.connection import reader
from warehouse.decision_file import DECISION, DECISION_LINE, ensure_decision_files, write_decision_files
from warehouse.settings import Settings

MAKER, CHECKER = "zhang", "li"
_COLUMNS = "line.party, line.dataset, line.line_id, line.record_key, line.fund_code, line.amount, line.period"
_OPEN = f"""
    select line.leg, line.region_code, line.verdict, line.cause, {_COLUMNS}
    from marts.fct_reconciliation_line as line
    inner join marts.dim_difference_cause as cause
        on line.verdict = cause.verdict and line.cause is not distinct from cause.cause
    where cause.is_open and line.leg <> 'total_3way' and coalesce(line.confirmed_by, 'rule') = 'rule'
    order by all
"""
Row = tuple[object, ...]


def approve(
    settings: Settings, kind: str, leg: str, region: str, lines: Iterable[Row], cause: str | None = None
) -> str:
    """One approved decision about ``lines`` (party, dataset, line_id, record_key, fund_code, amount, period)."""
    decided, named = _kept(settings)
    name, at = f"T{len(decided):04d}", datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=len(decided))
    decided.append((name, kind, leg, region, None, cause, "R1", MAKER, CHECKER, at, at))
    named += [(name, None, *line) for line in lines]
    write_decision_files(settings, decided, named)
    return name


def explain_open(settings: Settings) -> int:
    """Approve the proposed cause of every open line whose cause nobody has confirmed. Returns how many lines."""
    groups: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    with reader(settings.published_path) as connection:
        rows = connection.execute(_OPEN).fetchall()
    for leg, region, _, cause, *line in rows:
        groups[leg, region, cause].append(tuple(line))
    for (leg, region, cause), lines in groups.items():
        approve(settings, "explain", leg, region, lines, cause)
    return len(rows)


def lines_of(settings: Settings, leg: str, condition: str, *values: object) -> list[Row]:
    """Published lines as a decision names them."""
    query = f"select {_COLUMNS} from marts.fct_reconciliation_line as line where leg = ? and {condition} order by all"
    with reader(settings.published_path) as connection:
        return connection.execute(query, [leg, *values]).fetchall()


def _kept(settings: Settings) -> tuple[list[Row], list[Row]]:
    ensure_decision_files(settings)
    with duckdb.connect() as connection:
        decided, named = (
            connection.execute(f"select {', '.join(columns)} from '{settings.decisions_path}/{name}.parquet' order by all").fetchall()
            for name, columns in (("decision", DECISION), ("decision_line", DECISION_LINE))
        )  # fmt: skip
    return decided, named
