"""Decisions of people: one proposes, another approves or rejects; the state follows from the rows, nothing is changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select

from warehouse.state.attachments import attach
from warehouse.state.decision_rows import Attachment, Decision, read_decisions
from warehouse.state.drafts import (
    KINDS,
    REASONS,
    REQUESTS,
    WITH_LINES,
    DecisionDraft,
    DecisionLine,
    DecisionRefused,
    check_form,
    leg_parties,
)
from warehouse.state.export import write_decisions
from warehouse.state.people import NotAllowed, Person, may, present_person, require
from warehouse.state.rules import ruled_regions
from warehouse.state.store import Change, StateStore
from warehouse.state.tables import decision as decisions
from warehouse.state.tables import decision_line, decision_outcome
from warehouse.state.validation import require_unclaimed, validate

__all__ = [
    "KINDS", "REASONS", "REQUESTS", "WITH_LINES", "Attachment", "Decision", "DecisionDraft", "DecisionLine",
    "DecisionRefused", "NotAllowed", "decision", "decisions_of_line", "list_decisions", "propose", "propose_many",
    "review", "review_many", "withdraw",
]  # fmt: skip


def propose(store: StateStore, person: Person, draft: DecisionDraft) -> Decision:
    """Propose one decision.

    Raises:
        DecisionRefused: The form is incomplete, or the published warehouse or another decision speaks against it.
        NotAllowed: The person may not decide this here.
    """
    return propose_many(store, person, [draft])[0]


def propose_many(store: StateStore, person: Person, drafts: Sequence[DecisionDraft]) -> list[Decision]:
    """Propose several decisions in one transaction: all or none. They share a ``batch_id`` when there are several."""
    for draft in drafts:
        check_form(draft)
    validated = validate(store.settings, drafts)
    with store.change(person.login) as change:
        maker = present_person(change.connection, person.login)
        batch = f"B{change.next_sequence:08d}" if len(drafts) > 1 else None
        made = []
        for draft, facts in zip(drafts, validated, strict=True):
            _require_maker(maker, draft)
            require_unclaimed(change.connection, draft, facts)
            made.append(_append(store, change, maker, draft, batch))
        return read_decisions(change.connection, decisions.c.decision_id.in_(made))


def review(store: StateStore, person: Person, decision_id: str, approve: bool, comment: str = "") -> Decision:
    """Approve or reject. An approval validates the decision once more against what is published now.

    Raises:
        DecisionRefused: It was decided meanwhile, it is the person's own, or it no longer holds.
        NotAllowed: The person may not review in this region.
    """
    return review_many(store, person, [decision_id], approve, comment)[0]


def review_many(
    store: StateStore, person: Person, decision_ids: Iterable[str], approve: bool, comment: str = ""
) -> list[Decision]:
    """Approve or reject several in one transaction: all or none."""
    wanted = list(dict.fromkeys(decision_ids))
    if not approve and not comment.strip():
        raise DecisionRefused("退回要写明原因。")
    facts = _recheck(store, wanted) if approve else {}
    with store.change(person.login) as change:
        checker = present_person(change.connection, person.login)
        for each in wanted:
            found = _open_decision(change, each)
            require(checker, "review", found.region_code)
            if found.kind == "rule_change" and approve:
                for region in ruled_regions(store.settings):
                    require(checker, "review", region)
            if found.maker == checker.login:
                raise DecisionRefused(f"{each} 是您自己提出的：复核必须由另一人办理。")
            if approve:
                require_unclaimed(change.connection, found.as_draft(), facts[each], besides=each)
            _append_outcome(change, found, "approved" if approve else "rejected", comment)
        reviewed = read_decisions(change.connection, decisions.c.decision_id.in_(wanted))
    if approve:
        write_decisions(store.settings, store)
    return reviewed


def withdraw(store: StateStore, person: Person, decision_id: str, comment: str = "") -> Decision:
    """Take back one's own proposal before it is reviewed."""
    with store.change(person.login) as change:
        maker = present_person(change.connection, person.login)
        found = _open_decision(change, decision_id)
        if found.maker != maker.login or not maker.is_active:
            raise DecisionRefused(f"{decision_id} 由 {found.maker} 提出：只有本人可以撤回。")
        _append_outcome(change, found, "withdrawn", comment)
        return read_decisions(change.connection, decisions.c.decision_id == decision_id)[0]


def list_decisions(
    store: StateStore,
    *,
    regions: Collection[str] | None = None,
    status: str | None = None,
    limit: int | None = None,
    **wanted: str | None,
) -> list[Decision]:
    """Decisions, newest first.

    Args:
        regions: Only these (the viewer's ``regions_of``); None is all.
        status: proposed, approved, rejected, withdrawn or revoked.
        wanted: Further equalities: ``region``, ``period``, ``maker``, ``kind``, ``leg``, ``batch_id``; None is any.
    """
    columns = {"region_code" if name == "region" else name: value for name, value in wanted.items()}
    conditions = [decisions.c[column] == value for column, value in columns.items() if value is not None]
    if regions is not None:
        conditions.append(decisions.c.region_code.in_(sorted(regions)))
    with store.session() as connection:
        return read_decisions(connection, *conditions, status=status, limit=limit)


def decision(store: StateStore, decision_id: str) -> Decision:
    """One decision.

    Raises:
        DecisionRefused: There is none with this id.
    """
    with store.session() as connection:
        found = read_decisions(connection, decisions.c.decision_id == decision_id)
    if not found:
        raise DecisionRefused(f"没有决定 {decision_id}。")
    return found[0]


def decisions_of_line(store: StateStore, leg: str, region: str, line_ids: Iterable[str]) -> list[Decision]:
    """Everything ever decided in a region about a line, newest first; give its ``line_id`` and its ``unit_id``."""
    holding = select(decision_line.c.decision_id).where(decision_line.c.line_id.in_(list(line_ids)))
    with store.session() as connection:
        here = (decisions.c.leg == leg, decisions.c.region_code == region)
        return read_decisions(connection, *here, decisions.c.decision_id.in_(holding))


def _recheck(store: StateStore, decision_ids: list[str]) -> dict[str, frozenset[str]]:
    found = [decision(store, each) for each in decision_ids]
    try:
        return dict(
            zip(decision_ids, validate(store.settings, [each.as_draft() for each in found], decision_ids), strict=True)
        )
    except DecisionRefused as refusal:
        raise DecisionRefused(f"提出之后情况有变，不能批准，请退回：\n{refusal}") from None


def _require_maker(maker: Person, draft: DecisionDraft) -> None:
    """An accountant of a party of the leg; a re-opening may also be asked for by who may close."""
    action = "explain" if draft.kind == "explain" else "match"
    parties = leg_parties().get(draft.leg, ())
    if any(may(maker, action, draft.region_code, party) for party in parties):
        return
    if draft.kind == "reopen" and may(maker, "close", draft.region_code):
        return
    require(maker, action, draft.region_code, None if draft.kind in REQUESTS else "、".join(parties))


def _append(store: StateStore, change: Change, maker: Person, draft: DecisionDraft, batch: str | None) -> str:
    decision_id = f"D{change.next_sequence:08d}"
    attached = attach(store.settings, *draft.attachment) if draft.attachment else None
    row = {
        "decision_id": decision_id, "kind": draft.kind, "leg": draft.leg, "region_code": draft.region_code,
        "period": draft.period, "cause": draft.cause, "reason_code": draft.reason_code,
        "comment": draft.comment.strip(), "maker": maker.login, "made_at": change.at, "batch_id": batch,
        "target": draft.target,
        "attachment_name": attached.name if attached else None,
        "attachment_sha256": attached.sha256 if attached else None,
        "attachment_size": attached.size if attached else None,
    }  # fmt: skip
    lines = [
        {"decision_id": decision_id, "line_no": number, **vars(line), "amount": f"{line.amount:.2f}"}
        for number, line in enumerate(sorted(draft.lines, key=lambda line: (line.side, line.line_id)), start=1)
    ]
    change.append("decision_proposed", decision_id, {"decision": [row]} | ({"decision_line": lines} if lines else {}))
    return decision_id


def _open_decision(change: Change, decision_id: str) -> Decision:
    found = read_decisions(change.connection, decisions.c.decision_id == decision_id)
    if not found:
        raise DecisionRefused(f"没有决定 {decision_id}。")
    if found[0].status != "proposed":
        words = {"approved": "批准", "rejected": "退回", "withdrawn": "撤回", "revoked": "批准后又撤销"}
        raise DecisionRefused(f"{decision_id} 已由 {found[0].checker} {words[found[0].status]}，不能再办理。")
    return found[0]


def _append_outcome(change: Change, found: Decision, outcome: str, comment: str) -> None:
    row = {
        "decision_id": found.decision_id, "maker": found.maker, "outcome": outcome, "decided_by": change.actor,
        "decided_at": change.at, "comment": comment.strip(),
    }  # fmt: skip
    change.append(f"decision_{outcome}", found.decision_id, {decision_outcome.name: [row]})
