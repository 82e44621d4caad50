"""Whether a decision holds against the published warehouse: the same checks for people as for rules, in SQL."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
from sqlalchemy import ColumnElement, Connection, and_, select

from warehouse.closes import read_closes
from warehouse.connection import reader
from warehouse.settings import PROJECT, Settings
from warehouse.state.decision_rows import read_decisions, revoked
from warehouse.state.drafts import WITH_LINES, DecisionDraft, DecisionRefused, leg_parties
from warehouse.state.tables import decision as decisions
from warehouse.state.tables import decision_line as lines
from warehouse.state.tables import decision_outcome as outcomes

_SQL = Path(__file__).with_suffix(".sql")
_REPLACES = {"unmatch": ("match", "exclude"), "match": ("explain",), "exclude": ("explain",), "write_off": ("explain",)}
"""What an approved decision may say about a line without standing in the way: the later one acts in its place."""
_NEEDED = (
    "('fct_reconciliation_line', 'line_id'), ('dim_difference_cause', 'is_by_person'), ('dim_match_pass', 'pass'), "
    "('fct_match_link', 'unit_id')"
)


def validate(settings: Settings, draft: DecisionDraft) -> frozenset[str]:
    """Check a draft against what readers see.

    Returns:
        Every id, of lines and of units, that the decision says something about.

    Raises:
        DecisionRefused: Says each thing that speaks against it.
    """
    closed = _closed_periods(settings, draft.region_code)
    if draft.kind not in WITH_LINES:
        if draft.kind == "reopen" and draft.period not in closed:
            raise DecisionRefused(f"{draft.region_code} {draft.period} 没有结账，不需要重开。")
        return frozenset()
    if not settings.published_path.exists():
        raise DecisionRefused("还没有发布的数仓：先运行 sanfang run。")
    with reader(settings.published_path) as connection:
        _require_tables(connection)
        _load(connection, draft, closed)
        problems = [
            row[0] for row in connection.execute("select distinct message from problem order by all").fetchall()
        ]
        if problems:
            raise DecisionRefused("\n".join(problems[:20]))
        return frozenset(row[0] for row in connection.execute("select touched_id from touched").fetchall())


def require_unclaimed(
    connection: Connection, draft: DecisionDraft, touched: frozenset[str], besides: str | None = None
) -> None:
    """Refuse what another decision that is proposed or approved already says something about.

    Args:
        besides: The decision itself, when it is approved.
    """
    if draft.kind == "revoke":
        _require_revocable(connection, draft, besides)
    for part in _portions(sorted(touched)):
        query = (
            select(lines.c.record_key, decisions.c.decision_id)
            .join(decisions, lines.c.decision_id == decisions.c.decision_id)
            .outerjoin(outcomes, decisions.c.decision_id == outcomes.c.decision_id)
            .where(decisions.c.leg == draft.leg, lines.c.line_id.in_(part), _stands_against(draft.kind))
            .where(decisions.c.decision_id != (besides or ""))
            .order_by(decisions.c.sequence)
            .limit(1)
        )
        if row := connection.execute(query).first():
            raise DecisionRefused(f"「{row.record_key}」已在决定 {row.decision_id} 中：先撤回或撤销那一项。")


def _stands_against(kind: str) -> ColumnElement[bool]:
    approved = and_(outcomes.c.outcome == "approved", ~revoked(), decisions.c.kind.not_in(_REPLACES.get(kind, ())))
    return outcomes.c.outcome.is_(None) | approved


def _require_revocable(connection: Connection, draft: DecisionDraft, besides: str | None) -> None:
    found = read_decisions(connection, decisions.c.decision_id == (draft.target or ""))
    if not found or found[0].status != "approved" or found[0].region_code != draft.region_code:
        raise DecisionRefused(f"{draft.target} 不是本地区已批准的决定，不能撤销。")
    if found[0].kind not in WITH_LINES:
        raise DecisionRefused(f"{draft.target} 是一项申请，批准后不能撤销。")
    pending = read_decisions(
        connection, decisions.c.target == draft.target, decisions.c.kind == "revoke", status="proposed"
    )
    if any(each.decision_id != besides for each in pending):
        raise DecisionRefused(f"{draft.target} 的撤销已有人提出（{pending[0].decision_id}）。")


def _require_tables(connection: duckdb.DuckDBPyConnection) -> None:
    found = connection.execute(
        "select count(*) from information_schema.columns where table_schema = 'marts' "  # noqa: S608 - names from here
        f"and (table_name, column_name) in ({_NEEDED})"
    ).fetchone()
    if found != (4,):
        raise DecisionRefused("已发布的数仓是旧版软件构建的：先 sanfang build 和 sanfang publish。")


def _load(connection: duckdb.DuckDBPyConnection, draft: DecisionDraft, closed: list[str]) -> None:
    """Give the draft to the connection as two tables, then run the checks over them."""
    connection.execute(
        "create temp table chosen (side varchar, party varchar, dataset varchar, line_id varchar, record_key varchar, "
        "fund_code varchar, amount decimal(18, 2), period varchar)"
    )
    for part in _portions(list(draft.lines)):
        marks = ", ".join(["(?, ?, ?, ?, ?, ?, ?, ?)"] * len(part))
        values: list[Any] = [value for line in part for value in vars(line).values()]
        connection.execute(f"insert into chosen values {marks}", values)  # noqa: S608 - marks only
    connection.execute(
        "create temp table draft as select ? as kind, ? as leg, ? as region_code, ? as period, "
        "cast(? as varchar) as cause, cast(? as varchar[]) as closed_periods, ? as left_party, ? as right_party, "
        "cast(? as decimal(18, 2)) as write_off_cap",
        [draft.kind, draft.leg, draft.region_code, draft.period, draft.cause, closed, *leg_parties()[draft.leg],
         write_off_cap(draft.region_code)],
    )  # fmt: skip
    for statement in _SQL.read_text().split(";\n"):
        if statement.strip():
            connection.execute(statement)


def write_off_cap(region: str) -> str:
    """The most that one decision may write off, as text in 元: of the region, else for all (``seeds/materiality.csv``)."""
    caps = _write_off_caps()
    return caps.get(region, caps["*"])


@cache
def _write_off_caps() -> dict[str, str]:
    with (PROJECT / "dbt_project" / "seeds" / "materiality.csv").open(encoding="utf-8") as file:
        return {row["region_code"]: row["write_off_cap"] for row in csv.DictReader(file)}


def _closed_periods(settings: Settings, region: str) -> list[str]:
    closes = read_closes(settings.closed_path)
    return sorted({each.period for each in closes if each.region_code == region and each.status == "current"})


def _portions(rows: list[Any], size: int = 400) -> list[list[Any]]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]
