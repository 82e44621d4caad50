"""Whether a decision holds against the published warehouse: the same checks for people as for rules, in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from sqlalchemy import BigInteger, ColumnElement, Connection, and_, cast, func, select

from warehouse.closes import read_closes
from warehouse.connection import reader
from warehouse.settings import Settings
from warehouse.state.decision_rows import read_decisions, revoked
from warehouse.state.drafts import WITH_LINES, DecisionDraft, DecisionRefused, leg_parties
from warehouse.state.tables import decision as decisions
from warehouse.state.tables import decision_line as lines
from warehouse.state.tables import decision_outcome as outcomes

_SQL = Path(__file__).with_suffix(".sql")


@dataclass(frozen=True)
class Validated:
    """What the warehouse said.

    Attributes:
        touched: Every id, of lines and of units, that the decision says something about.
        amount_cents, cap_cents: Of a write-off, in 分: its amount, and the most that may be written off in a month.
    """

    touched: frozenset[str] = frozenset()
    amount_cents: int = 0
    cap_cents: int = 0


def validate(settings: Settings, draft: DecisionDraft) -> Validated:
    """Check a draft against what readers see.

    Raises:
        DecisionRefused: Says each thing that speaks against it.
    """
    closed = _closed_periods(settings, draft.region_code)
    if draft.kind not in WITH_LINES:
        if draft.kind == "reopen" and draft.period not in closed:
            raise DecisionRefused(f"{draft.region_code} {draft.period} 没有结账，不需要重开。")
        return Validated()
    if not settings.published_path.exists():
        raise DecisionRefused("还没有发布的数仓：先运行 sanfang run。")
    with reader(settings.published_path) as connection:
        _require_tables(connection)
        _load(connection, draft, closed)
        problems = [row[0] for row in connection.execute("select message from problem order by all").fetchall()]
        if problems:
            raise DecisionRefused("\n".join(problems))
        touched = connection.execute("select touched_id from touched").fetchall()
        amount, cap = connection.execute("select amount_cents, cap_cents from write_off").fetchall()[0]
    return Validated(frozenset(row[0] for row in touched), amount, cap)


def require_unclaimed(
    connection: Connection, draft: DecisionDraft, facts: Validated, besides: str | None = None
) -> None:
    """Refuse what another decision that is proposed or approved already says something about.

    Args:
        besides: The decision itself, when it is approved.
    """
    if draft.kind == "revoke":
        _require_revocable(connection, draft, besides)
    if draft.kind == "write_off":
        _require_under_cap(connection, draft, facts, besides)
    for part in _portions(sorted(facts.touched)):
        query = (
            select(lines.c.record_key, decisions.c.decision_id)
            .join(decisions, lines.c.decision_id == decisions.c.decision_id)
            .outerjoin(outcomes, decisions.c.decision_id == outcomes.c.decision_id)
            .where(decisions.c.leg == draft.leg, lines.c.line_id.in_(part))
            .where(_is_live())
            .where(decisions.c.decision_id != (besides or ""))
            .order_by(decisions.c.sequence)
            .limit(1)
        )
        if row := connection.execute(query).first():
            raise DecisionRefused(f"{row.record_key} 已在决定 {row.decision_id} 中：先撤回或撤销那一项。")


def _require_revocable(connection: Connection, draft: DecisionDraft, besides: str | None) -> None:
    found = read_decisions(connection, decisions.c.decision_id == (draft.target or ""))
    if not found or found[0].status != "approved" or found[0].region_code != draft.region_code:
        raise DecisionRefused(f"{draft.target} 不是本地区已批准的决定，不能撤销。")
    if found[0].kind not in WITH_LINES:
        raise DecisionRefused(f"{draft.target} 是一项申请，批准后不能撤销。")
    pending = read_decisions(connection, decisions.c.target == draft.target, status="proposed")
    if any(each.decision_id != besides and each.kind == "revoke" for each in pending):
        raise DecisionRefused(f"{draft.target} 的撤销已有人提出（{pending[0].decision_id}）。")


def _require_under_cap(connection: Connection, draft: DecisionDraft, facts: Validated, besides: str | None) -> None:
    """The region's write-offs of a month together stay under the cap, so that splitting one does not help."""
    cents = func.abs(cast(func.replace(lines.c.amount, ".", ""), BigInteger))
    query = (
        select(func.coalesce(func.sum(cents), 0) + facts.amount_cents <= facts.cap_cents)
        .select_from(decisions)
        .join(lines, decisions.c.decision_id == lines.c.decision_id)
        .outerjoin(outcomes, decisions.c.decision_id == outcomes.c.decision_id)
        .where(decisions.c.kind == "write_off", decisions.c.decision_id != (besides or ""))
        .where(decisions.c.region_code == draft.region_code, decisions.c.period == draft.period)
        .where(_is_live())
    )
    if not connection.execute(query).scalar():
        raise DecisionRefused(
            f"{draft.region_code} {draft.period} 的核销合计会超过上限（materiality.csv 的 write_off_cap）：请按制度另行报批。"
        )


def _is_live() -> ColumnElement[bool]:
    return outcomes.c.outcome.is_(None) | and_(outcomes.c.outcome == "approved", ~revoked())


def _require_tables(connection: duckdb.DuckDBPyConnection) -> None:
    found = connection.execute(
        "select count(*) from information_schema.columns where table_schema = 'marts' and (table_name, column_name) in "
        "(('fct_reconciliation_line', 'line_id'), ('dim_difference_cause', 'is_open'), ('dim_materiality', 'write_off_cap'))"
    ).fetchone()
    if found != (3,):
        raise DecisionRefused("已发布的数仓是旧版软件构建的：先 sanfang build 和 sanfang publish。")


def _load(connection: duckdb.DuckDBPyConnection, draft: DecisionDraft, closed: list[str]) -> None:
    """Give the draft to the connection as tables and variables, then define the checks over them."""
    connection.execute(
        "create temp table chosen (side varchar, party varchar, dataset varchar, line_id varchar, record_key varchar, "
        "fund_code varchar, amount decimal(18, 2), period varchar)"
    )
    for part in _portions(list(draft.lines)):
        marks = ", ".join(["(?, ?, ?, ?, ?, ?, ?, ?)"] * len(part))
        values: list[Any] = [value for line in part for value in vars(line).values()]
        connection.execute(f"insert into chosen values {marks}", values)  # noqa: S608 - marks only
    connection.execute(
        "create temp table draft as select ? as kind, ? as leg, ? as region_code, ? as period, cast(? as varchar) as cause, "
        "cast(? as varchar[]) as closed_periods, ? as left_party, ? as right_party",
        [draft.kind, draft.leg, draft.region_code, draft.period, draft.cause, closed, *leg_parties()[draft.leg]],
    )
    for statement in _SQL.read_text().split(";\n"):
        if statement.strip():
            connection.execute(statement)


def _closed_periods(settings: Settings, region: str) -> list[str]:
    closes = read_closes(settings.closed_path)
    return sorted({each.period for each in closes if each.region_code == region and each.status == "current"})


def _portions(rows: list[Any], size: int = 400) -> list[list[Any]]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]
