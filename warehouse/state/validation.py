"""Whether a decision holds: against the published lines, against closed months and rules, against other decisions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, and_, select

from warehouse.closes import read_closes
from warehouse.connection import reader
from warehouse.settings import Settings
from warehouse.state.checking import check, portions
from warehouse.state.decision_rows import read_decisions, revoked
from warehouse.state.drafts import WITH_LINES, DecisionDraft, DecisionRefused
from warehouse.state.rules import accepted_rules, declared_rules, digest_of
from warehouse.state.store import open_state
from warehouse.state.tables import decision as decisions
from warehouse.state.tables import decision_line as lines
from warehouse.state.tables import decision_outcome as outcomes

_REPLACES = {"unmatch": ("match", "exclude"), "match": ("explain",), "exclude": ("explain",), "write_off": ("explain",)}
"""What an approved decision may say about a line without standing in the way: the later one acts in its place."""


def validate(
    settings: Settings, drafts: Sequence[DecisionDraft], besides: Collection[str] = ()
) -> list[frozenset[str]]:
    """Check drafts against what readers see, all of them in one pass over the published lines.

    Args:
        besides: Decisions that are these drafts, when they are approved.

    Returns:
        For each draft every id, of lines and of units, that it says something about.

    Raises:
        DecisionRefused: Says each thing that speaks against any of them.
    """
    for draft in drafts:
        _require_now(settings, draft)
    with_lines = {number: draft for number, draft in enumerate(drafts) if draft.kind in WITH_LINES}
    if not with_lines:
        return [frozenset()] * len(drafts)
    if not settings.published_path.exists():
        raise DecisionRefused("还没有发布的数仓：先运行 sanfang run。")
    beside = _other_write_offs(settings, with_lines.values(), besides)
    regions = {each.region_code for each in (*with_lines.values(), *beside)}
    with reader(settings.published_path) as connection:
        found = check(connection, with_lines, beside, {each: _closed_periods(settings, each) for each in regions})
    if found.problems:
        raise DecisionRefused("\n".join(found.problems[:20]))
    return [found.touched.get(number, frozenset()) for number in range(len(drafts))]


def _require_now(settings: Settings, draft: DecisionDraft) -> None:
    """What a draft needs that no line tells."""
    if draft.kind == "reopen" and draft.period not in _closed_periods(settings, draft.region_code):
        raise DecisionRefused(f"{draft.region_code} {draft.period} 没有结账，不需要重开。")
    if draft.kind == "rule_change" and draft.target != digest_of(declared_rules()):
        raise DecisionRefused("声明的规则已不是提出时的那些：请退回，按现在的规则重新提出。")
    if draft.kind == "write_off":
        _require_accepted_limits(settings)


def require_unclaimed(
    connection: Connection, draft: DecisionDraft, touched: frozenset[str], besides: str | None = None
) -> None:
    """Refuse what another decision that is proposed or approved already says something about.

    Args:
        besides: The decision itself, when it is approved.
    """
    if draft.kind == "revoke":
        _require_revocable(connection, draft, besides)
    for part in portions(sorted(touched)):
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


def _other_write_offs(
    settings: Settings, drafts: Iterable[DecisionDraft], besides: Collection[str]
) -> list[DecisionDraft]:
    """Write-offs that are proposed or approved in the months of these."""
    months = {(each.region_code, each.period) for each in drafts if each.kind == "write_off"}
    if not months:
        return []
    with open_state(settings).session() as connection:
        found = read_decisions(connection, decisions.c.kind == "write_off")
    return [
        each.as_draft()
        for each in found
        if (each.region_code, each.period) in months
        and each.status in ("proposed", "approved")
        and each.decision_id not in besides
    ]


def _require_accepted_limits(settings: Settings) -> None:
    """The cap is read where it is declared: while it is not the accepted one, nothing is written off."""
    accepted = accepted_rules(open_state(settings))
    if accepted is not None and accepted.text != declared_rules():
        raise DecisionRefused("对账规则有未批准的更改，核销上限不能确定：先批准规则更改，或把规则改回。")


def _closed_periods(settings: Settings, region: str) -> list[str]:
    closes = read_closes(settings.closed_path)
    return sorted({each.period for each in closes if each.region_code == region and each.status == "current"})
