"""The checks of decisions over the published lines that they speak of: one SQL file each in ``checks/``.

``lines`` and ``causes`` prepare; each other file there is a check and inserts into ``problem`` (draft_no, message). The build
judges the same of an approved decision.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from warehouse.settings import PROJECT
from warehouse.state.drafts import DecisionDraft, DecisionRefused, leg_parties

_CHECKS = Path(__file__).with_name("checks")
_FIRST = ("lines", "causes")
_NEEDED = (
    "('fct_reconciliation_line', 'line_id'), ('dim_difference_cause', 'legs'), ('dim_match_pass', 'pass'), "
    "('fct_match_link', 'unit_id')"
)
_TABLES = (
    "create temp table chosen (draft_no integer, side varchar, party varchar, dataset varchar, line_id varchar, "
    "record_key varchar, fund_code varchar, amount decimal(18, 2), period varchar)",
    "create temp table draft (draft_no integer, kind varchar, leg varchar, region_code varchar, period varchar, "
    "cause varchar, left_party varchar, right_party varchar, write_off_cap decimal(18, 2), "
    "month_write_off_cap decimal(18, 2), closed_periods varchar[])",
    "create temp table problem (draft_no integer, message varchar)",
)


@dataclass(frozen=True)
class Checked:
    """What speaks against the drafts, and by number every line and unit that each says something about."""

    problems: list[str]
    touched: dict[int, frozenset[str]]


def check(
    connection: duckdb.DuckDBPyConnection,
    drafts: Mapping[int, DecisionDraft],
    beside: Sequence[DecisionDraft],
    closed: Mapping[str, list[str]],
) -> Checked:
    """Check drafts, all of them in one pass over the published lines.

    Args:
        drafts: The drafts that have lines, by number.
        beside: The month's other write-offs: they only count for its cap.
        closed: Region → its closed months.

    Raises:
        DecisionRefused: The publication was made by an older release.
    """
    _require_tables(connection)
    _load(connection, {**drafts, **{-1 - number: each for number, each in enumerate(beside)}}, closed)
    others = sorted(file.stem for file in _CHECKS.glob("*.sql") if file.stem not in _FIRST)
    for name in (*_FIRST, *others):
        connection.execute((_CHECKS / f"{name}.sql").read_text("utf-8"))
    told = connection.execute("select distinct message from problem where draft_no >= 0 order by all").fetchall()
    touched: dict[int, set[str]] = {number: set() for number in drafts}
    for number, each in connection.execute("from touched where draft_no >= 0").fetchall():
        touched[number].add(each)
    return Checked([row[0] for row in told], {number: frozenset(each) for number, each in touched.items()})


def portions(rows: list[Any], size: int = 400) -> list[list[Any]]:
    """Parts of a list that one statement takes."""
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def _require_tables(connection: duckdb.DuckDBPyConnection) -> None:
    found = connection.execute(
        "select count(*) from information_schema.columns where table_schema = 'marts' "  # noqa: S608 - names from here
        f"and (table_name, column_name) in ({_NEEDED})"
    ).fetchone()
    if found != (4,):
        raise DecisionRefused("已发布的数仓是旧版软件构建的：先 sanfang build 和 sanfang publish。")


def _load(
    connection: duckdb.DuckDBPyConnection, drafts: Mapping[int, DecisionDraft], closed: Mapping[str, list[str]]
) -> None:
    for statement in _TABLES:
        connection.execute(statement)
    lines = [[number, *vars(line).values()] for number, each in drafts.items() for line in each.lines]
    rows = [
        [number, each.kind, each.leg, each.region_code, each.period, each.cause, *leg_parties()[each.leg],
         *_caps(each.region_code), closed[each.region_code]]
        for number, each in drafts.items()
    ]  # fmt: skip
    _fill(connection, "chosen", lines)
    _fill(connection, "draft", rows)


def _fill(connection: duckdb.DuckDBPyConnection, table: str, rows: list[list[Any]]) -> None:
    """One statement for many rows: one row each takes seconds."""
    for part in portions(rows):
        marks = ", ".join([f"({', '.join('?' * len(part[0]))})"] * len(part))
        values = [value for row in part for value in row]
        connection.execute(f"insert into {table} values {marks}", values)  # noqa: S608 - marks only


@cache
def _caps(region: str) -> tuple[str, str]:
    """The most that one decision and that a month may write off, as text in 元: of the region, else for all."""
    with (PROJECT / "dbt_project" / "seeds" / "materiality.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["region_code"]: row for row in csv.DictReader(file)}
    row = rows.get(region, rows["*"])
    return row["write_off_cap"], row["month_write_off_cap"]
