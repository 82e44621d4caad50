"""Runs the checks of a contract over the view ``staged``: one pass that counts, then the rows that failed."""

# ruff: noqa: S608 - every name in SQL comes from a checked contract, every text is quoted

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from ingest.check_digits import bad_codes, check_digit_checks
from ingest.checks import RowCheck, outside_period, row_checks, total_sql
from ingest.contract import SourceContract
from ingest.findings import REJECT, WARN, Problem, Refusal, masked_sql
from ingest.staging import literal, quoted
from ingest.trailer import Reported, compare, normal_marker

SHOWN = 50
"""How many places a report lists."""


@dataclass(frozen=True)
class Assessment:
    """What the checks found: rows in all, and rows with at least one reject or warning."""

    rows: int
    reject_rows: int
    warning_rows: int


def assess(
    connection: duckdb.DuckDBPyConnection,
    contract: SourceContract,
    period: str,
    relation: str,
    personal_relation: str,
    reported: Reported | None,
    source_file_id: str,
) -> Assessment:
    """Check every row and fill the table ``finding``. Raises ``Refusal`` for what concerns the whole file.

    ``relation`` holds all columns but personal ones; ``personal_relation`` holds those.
    """
    checks = row_checks(contract, period)
    common = [c for c in checks if not c.column.personal]
    with ThreadPoolExecutor(1) as aside:  # check digits are the one check outside the engine, on one core
        codes = aside.submit(bad_codes, connection.cursor(), contract, relation)
        numbers = _count(connection, contract, period, relation, common)
    _refuse_whole(connection, contract, period, relation, reported, numbers)
    failed = [c for c in common if numbers.bad[c]] + check_digit_checks(connection, codes.result())
    _find(connection, contract, relation, failed, source_file_id)
    private = [c for c in checks if c.column.personal]
    if private:
        _find(connection, contract, personal_relation, private, source_file_id)
    if numbers.rows != numbers.keys:
        _duplicates(connection, contract, relation, source_file_id)
    rejects, warnings = (_rows_with(connection, severity) for severity in (REJECT, WARN))
    return Assessment(numbers.rows, rejects, warnings)


@dataclass(frozen=True)
class _Numbers:
    rows: int
    keys: int
    strangers: int
    inner_trailers: int
    bad: dict[RowCheck, int]
    sums: dict[str, Decimal]


def _count(
    connection: duckdb.DuckDBPyConnection, contract: SourceContract, period: str, relation: str, checks: list[RowCheck]
) -> _Numbers:
    outside = outside_period(contract, period) or "false"
    first = quoted(contract.columns[0].name)
    sums = contract.trailer.sums if contract.trailer else ()
    limited = contract.trailer.only if contract.trailer else None
    only = f"length({quoted(limited[0])}) = {limited[1]}" if limited else "true"
    # equal hashes can only make the count smaller, so rows = keys proves that no key is doubled
    keys = f"count(DISTINCT hash({', '.join(quoted(k) for k in contract.key.columns)}))"
    parts = [
        "count(*)",
        keys,
        f"count(*) FILTER (WHERE {outside})",
        f"count(*) FILTER (WHERE {first} LIKE '%合%计%')" if contract.trailer else "0",
        *(f"count(*) FILTER (WHERE {c.bad})" for c in checks),
        *(total_sql(name, only) for name in sums),
    ]
    row = connection.execute(f"SELECT {', '.join(parts)} FROM {relation}").fetchone() or ()
    bad = dict(zip(checks, row[4 : 4 + len(checks)], strict=True))
    totals = dict(zip(sums, (Decimal(x) for x in row[4 + len(checks) :]), strict=True))
    return _Numbers(row[0], row[1], row[2], row[3], bad, totals)


def _refuse_whole(
    connection: duckdb.DuckDBPyConnection,
    contract: SourceContract,
    period: str,
    relation: str,
    reported: Reported | None,
    numbers: _Numbers,
) -> None:
    if numbers.inner_trailers and contract.trailer:
        first = contract.columns[0]
        rows = connection.execute(
            f"SELECT source_row, {quoted(first.name)} FROM {relation} "
            f"WHERE {quoted(first.name)} LIKE '%合%计%' ORDER BY source_row"
        ).fetchall()
        inner = [r for r in rows if normal_marker(r[1]) == contract.trailer.marker]
        if inner:
            raise Refusal(
                "rows_after_trailer", "合计行之后还有明细", tuple(Problem(r[0]) for r in inner[:SHOWN]), len(inner)
            )
    if reported is not None:
        compare(reported, numbers.rows, numbers.sums, contract)
    if numbers.strangers and contract.period:
        _refuse_period(connection, contract, period, relation, numbers.strangers)


def _refuse_period(
    connection: duckdb.DuckDBPyConnection, contract: SourceContract, period: str, relation: str, count: int
) -> None:
    assert contract.period is not None  # noqa: S101
    names = contract.period.columns
    header = "、".join(contract.column(n).header for n in names)
    shown = " || '，' || ".join(f"coalesce({quoted(n)}, '空')" for n in names)
    rows = connection.execute(
        f"SELECT source_row, {shown} FROM {relation} WHERE {outside_period(contract, period)} "
        f"ORDER BY source_row LIMIT {SHOWN}"
    ).fetchall()
    raise Refusal(
        "wrong_period",
        f"有的行不属于文件名里的月份 {period}",
        tuple(Problem(r[0], header, expected=period, found=r[1]) for r in rows),
        count,
    )


def _find(
    connection: duckdb.DuckDBPyConnection,
    contract: SourceContract,
    relation: str,
    checks: list[RowCheck],
    source_file_id: str,
) -> None:
    order = [c.name for c in contract.columns]
    for check in checks:
        column = check.column
        value = masked_sql(quoted(column.name), column.classification)
        connection.execute(
            f"INSERT INTO finding SELECT {literal(source_file_id)}, {literal(contract.dataset)}, source_row, "
            f"{literal(column.name)}, {value}, {literal(check.code)}, {literal(check.severity)}, "
            f"{literal(check.message)}, {order.index(column.name)} FROM {relation} WHERE {check.bad}"
        )


def _duplicates(
    connection: duckdb.DuckDBPyConnection, contract: SourceContract, relation: str, source_file_id: str
) -> None:
    names = contract.key.columns
    keys = ", ".join(quoted(k) for k in names)
    present = " AND ".join(f"{quoted(k)} IS NOT NULL" for k in names if contract.column(k).required)
    shown = " || '-' || ".join(f"coalesce({quoted(k)}, '')" for k in names if not contract.column(k).optional)
    # two steps: find the doubled keys first, so that the window sees only their rows
    doubled = (
        f"WITH twice AS (SELECT {keys} FROM {relation} WHERE {present} GROUP BY {keys} HAVING count(*) > 1), "
        f"again AS (SELECT r.* FROM {relation} AS r JOIN twice ON {_same(names)}), "
        f"numbered AS (SELECT *, min(source_row) OVER (PARTITION BY {keys}) AS first_row FROM again) "
        f"SELECT source_row, {shown} AS value, first_row FROM numbered WHERE source_row > first_row"
    )
    header = "、".join(contract.column(k).header for k in names if not contract.column(k).optional)
    if contract.key.on_duplicate == "refuse":
        rows = connection.execute(f"{doubled} ORDER BY source_row LIMIT {SHOWN}").fetchall()
        if rows:
            raise Refusal(
                "duplicate_key",
                f"同一个“{header}”出现了不止一次",
                tuple(Problem(r[0], header, expected="不重复", found=r[1], note=f"与第 {r[2]} 行重复") for r in rows),
            )
        return
    connection.execute(
        f"INSERT INTO finding SELECT {literal(source_file_id)}, {literal(contract.dataset)}, source_row, "
        f"{literal(names[0])}, value, 'duplicate_key', 'warn', '与第 ' || first_row || ' 行的“{header}”相同', "
        f"{[c.name for c in contract.columns].index(names[0])} FROM ({doubled})"
    )


def _same(names: tuple[str, ...]) -> str:
    return " AND ".join(f"r.{quoted(k)} IS NOT DISTINCT FROM twice.{quoted(k)}" for k in names)


def _rows_with(connection: duckdb.DuckDBPyConnection, severity: str) -> int:
    row = connection.execute(
        f"SELECT count(DISTINCT source_row) FROM finding WHERE severity = {literal(severity)}"
    ).fetchone()
    return int(row[0]) if row else 0
