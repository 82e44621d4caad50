"""Decisions: what waits for a second person, what was decided, what no longer holds; and one decision with all about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from warehouse.state.attachments import read_attachment
from warehouse.state.decisions import KINDS, REASONS, Decision, DecisionRefused, decision, list_decisions
from warehouse.state.drafts import FATES
from warehouse.state.journal import record
from workbench import words
from workbench.access import Marts, Reading, Store, Viewer
from workbench.desk import At
from workbench.published import Reader, Row
from workbench.queries import knows, statement
from workbench.rendering import page

router = APIRouter()
SHOWN = 200
STATUSES = {
    "proposed": "待复核",
    "approved": "已批准",
    "rejected": "已退回",
    "withdrawn": "已撤回",
    "revoked": "已撤销",
}


@router.get("/decisions")
def index(
    at: At,
    status: str = "proposed",
    mine: str = "",
    kind: str = "",
    batch: str = "",
    period: str = "",
) -> Response:
    """The list, first what waits."""
    found = list_decisions(
        at.store,
        regions=at.viewer.regions,
        status=None if batch or status == "all" else (status if status in STATUSES else "proposed"),
        limit=SHOWN,
        maker=at.viewer.login if mine else None,
        kind=kind if kind in KINDS else None,
        batch_id=batch or None,
        period=period or None,
    )
    context = {
        "decisions": found,
        "sums": _sums(at.marts, found),
        "fates": fates(at.marts, [each.decision_id for each in found]),
        "orphans": at.marts.rows(statement("decision_orphans")) if knows(at.marts, "fct_decision") else None,
        "asked": {"status": status, "mine": mine, "kind": kind, "batch": batch, "period": period},
        "may_review": at.viewer.may("review"),
        **_words(),
    }
    return page(at.request, "decisions.html", context)


@router.get("/decisions/{decision_id}")
def show(request: Request, viewer: Reading, marts: Marts, store: Store, decision_id: str) -> Response:
    """One decision with everything needed to judge it."""
    return render(request, viewer, marts, store, decision_for(viewer, store, decision_id))


@router.get("/decisions/{decision_id}/attachment")
def attachment(request: Request, viewer: Reading, store: Store, decision_id: str) -> Response:
    """The attached file, as a download and never shown in the browser."""
    found = decision_for(viewer, store, decision_id)
    if found.attachment is None:
        raise HTTPException(404, "这项决定没有附件。")
    try:
        content = read_attachment(store.settings, found.attachment)
    except DecisionRefused as refusal:
        raise HTTPException(409, str(refusal)) from None
    # Nobody knows what a scan shows: who looked at it is kept, as for any personal data.
    record(store, viewer.login, "read_personal", decision_id, {"rows": "附件", "region": found.region_code})
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.attachment.name)}"}
    return Response(content, media_type="application/octet-stream", headers=headers)


def render(
    request: Request, viewer: Viewer, marts: Reader, store: Store, found: Decision, message: str = "", status: int = 200
) -> Response:
    """The page of a decision; ``message`` answers what a person tried."""
    own = found.maker == viewer.login
    may_review = viewer.may("review", found.region_code)
    context = {
        "decision": found,
        "lines": _now(marts, found),
        "sum": _sums(marts, [found]).get(found.decision_id),
        "fate": fates(marts, [found.decision_id]).get(found.decision_id),
        "is_own": own,
        "may_review": may_review and not own and found.status == "proposed",
        "may_withdraw": own and found.status == "proposed",
        "may_revoke": found.status == "approved" and bool(found.lines) and _may_revoke(viewer, found),
        "is_reviewer": may_review,
        "batch": list_decisions(store, batch_id=found.batch_id) if found.batch_id else [],
        "revoke_reasons": REASONS["revoke"],
        "message": message,
        **_words(),
    }
    return page(request, "decision.html", context, status)


def decision_for(viewer: Viewer, store: Store, decision_id: str) -> Decision:
    """The decision, if it is in the viewer's regions; else 404."""
    try:
        found = decision(store, decision_id)
    except DecisionRefused:
        found = None
    if found is None or (viewer.regions is not None and found.region_code not in viewer.regions):
        raise HTTPException(404, "没有这项决定，或不在您的地区范围内。请从“处理与复核”的清单进入。")
    return found


def fates(marts: Reader, ids: list[str]) -> dict[str, Row]:
    """What the published build made of approved decisions; none when the file is of an earlier build."""
    if not ids or not knows(marts, "fct_decision"):
        return {}
    return {row["decision_id"]: row for row in marts.rows(statement("decision_fate"), {"ids": ids})}


def _sums(marts: Reader, found: Iterable[Decision]) -> dict[str, Row]:
    lines = [(each.decision_id, line.side, str(line.amount)) for each in found for line in each.lines]
    if not lines:
        return {}
    ids, sides, amounts = (list(column) for column in zip(*lines, strict=True))
    rows = marts.rows(statement("decision_sums"), {"ids": ids, "sides": sides, "amounts": amounts})
    return {row["decision_id"]: row for row in rows}


def _now(marts: Reader, found: Decision) -> list[Row]:
    if not found.lines or not knows(marts, "difference_line"):
        return []
    return marts.rows(
        statement("decision_now"),
        {
            "leg": found.leg,
            "region": found.region_code,
            "ids": [line.line_id for line in found.lines],
            "sides": [line.side for line in found.lines],
            "parties": [line.party for line in found.lines],
            "keys": [line.record_key for line in found.lines],
            "funds": [line.fund_code for line in found.lines],
            "periods": [line.period for line in found.lines],
            "amounts": [str(line.amount) for line in found.lines],
        },
    )


def _may_revoke(viewer: Viewer, found: Decision) -> bool:
    leg = words.legs().get(found.leg)
    return leg is not None and any(
        viewer.may("match", found.region_code, party) for party in (leg.left_party, leg.right_party)
    )


def _words() -> dict[str, Any]:
    return {
        "words": words,
        "legs": words.legs(),
        "kinds": KINDS,
        "reasons": REASONS,
        "statuses": STATUSES,
        "fate_names": FATES,
    }
