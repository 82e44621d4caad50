"""What people do about a difference: propose, approve, reject, take back. A second person always has the last word."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import Response

from warehouse.state.decisions import DecisionDraft, DecisionRefused, NotAllowed, propose, review, review_many, withdraw
from warehouse.state.drafts import WITH_LINES
from workbench import choosing, words
from workbench.access import Marts, Reading, Store, Viewer, require
from workbench.forms import Sent, decision_form, text, texts
from workbench.pages import decisions, difference
from workbench.published import Reader, Row
from workbench.queries import statement
from workbench.rendering import see

router = APIRouter()
Explaining = Annotated[Viewer, Depends(require("explain"))]
Reviewing = Annotated[Viewer, Depends(require("review"))]


@router.post("/decisions/new")
def new(request: Request, viewer: Explaining, marts: Marts, store: Store, form: Sent) -> Response:
    """Propose a decision about one line, its group, or the line with chosen partners."""
    kind, leg = text(form, "kind"), text(form, "leg")
    if kind not in WITH_LINES or leg not in words.legs():
        raise HTTPException(400, "没有这种处理。请从差异的页面提出。")
    line = difference.line_of(marts, text(form, "line"), leg)
    partners = texts(form, "partner") if kind == "match" else []
    given = decision_form(form, kind)
    chosen = choosing.units(marts, leg, line["region_code"], [line["line_id"], *partners], kind)
    try:
        made = propose(
            store, viewer.person, choosing.draft(given, leg, line["region_code"], _month(marts, line, kind), chosen)
        )
    except (DecisionRefused, NotAllowed) as refusal:
        refused = {"form": given, "partners": partners, "message": str(refusal)}
        return difference.render(request, viewer, marts, store, line, refused=refused)
    return see(request, f"/decisions/{made.decision_id}")


@router.post("/decisions/{decision_id}/review")
def judge(request: Request, viewer: Reviewing, marts: Marts, store: Store, form: Sent, decision_id: str) -> Response:
    """Approve or reject; never what one has proposed oneself."""
    found = decisions.decision_for(viewer, store, decision_id)
    approve = text(form, "verdict") == "approve"
    try:
        review(store, viewer.person, decision_id, approve, text(form, "comment"))
    except (DecisionRefused, NotAllowed) as refusal:
        return decisions.render(request, viewer, marts, store, found, str(refusal), 409)
    return see(request, f"/decisions/{decision_id}")


@router.post("/decisions/review")
def judge_many(request: Request, viewer: Reviewing, store: Store, form: Sent) -> Response:
    """Approve several from the list: all or none."""
    chosen = [decisions.decision_for(viewer, store, each).decision_id for each in texts(form, "decision")]
    if not chosen:
        raise HTTPException(422, "请先勾选要批准的决定。")
    try:
        review_many(store, viewer.person, chosen, True, text(form, "comment"))
    except (DecisionRefused, NotAllowed) as refusal:
        raise HTTPException(409, f"{refusal}（一项也没有批准）") from None
    return see(request, "/decisions", status="approved")


@router.post("/decisions/{decision_id}/withdraw")
def take_back(request: Request, viewer: Reading, marts: Marts, store: Store, form: Sent, decision_id: str) -> Response:
    """Take back one's own proposal before it is reviewed."""
    found = decisions.decision_for(viewer, store, decision_id)
    try:
        withdraw(store, viewer.person, decision_id, text(form, "comment"))
    except (DecisionRefused, NotAllowed) as refusal:
        return decisions.render(request, viewer, marts, store, found, str(refusal), 409)
    return see(request, f"/decisions/{decision_id}")


@router.post("/decisions/{decision_id}/revoke")
def revoke(request: Request, viewer: Explaining, marts: Marts, store: Store, form: Sent, decision_id: str) -> Response:
    """Ask that an approved decision be taken back; a second person decides on it."""
    found = decisions.decision_for(viewer, store, decision_id)
    draft = DecisionDraft(
        "revoke",
        found.leg,
        found.region_code,
        found.period,
        None,
        text(form, "reason_code"),
        text(form, "comment"),
        target=decision_id,
    )
    try:
        made = propose(store, viewer.person, draft)
    except (DecisionRefused, NotAllowed) as refusal:
        return decisions.render(request, viewer, marts, store, found, str(refusal), 409)
    return see(request, f"/decisions/{made.decision_id}")


def _month(marts: Reader, line: Row, kind: str) -> str:
    """The month that a decision is booked in: the line's, or the latest when that is closed already."""
    if kind == "explain":
        return str(line["period"])
    found = marts.row(statement("decision_month"), {"region": line["region_code"], "period": line["period"]})
    return str(found["period"] if found else line["period"])
