"""`/audit`: the journal, and whether it is whole."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from warehouse.state.actions import ACTIONS
from warehouse.state.journal import head
from warehouse.state.verify import verify_state
from workbench.access import Auditing, Store
from workbench.journal_view import journal_page, summary
from workbench.limits import Throttle
from workbench.rendering import page

router = APIRouter()
PAGE_ROWS = 50
Short = Annotated[str, Query(max_length=100)]


@router.get("/audit")
def show(
    request: Request,
    viewer: Auditing,
    store: Store,
    actor: Short = "",
    action: Short = "",
    subject: Short = "",
    before: Annotated[int | None, Query(ge=0, le=2**62)] = None,
) -> Response:
    """Entries, newest first."""
    found, following = journal_page(
        store,
        viewer.regions,
        actor=actor.strip() or None,
        action=action or None,
        subject=subject.strip() or None,
        before=before,
        count=PAGE_ROWS,
    )
    count, newest = head(store)
    context = {
        "entries": [(entry, summary(entry)) for entry in found],
        "actions": ACTIONS,
        "actor": actor,
        "action": action,
        "subject": subject,
        "following": following,
        "before": before,
        "count": count,
        "head": newest,
        "limited": viewer.regions is not None,
    }
    return page(request, "audit.html", context)


@router.post("/audit/verify")
def verify(request: Request, viewer: Auditing, store: Store) -> Response:
    """Compute the whole chain again and compare every row with its entry."""
    request.app.state.throttle.spend(Throttle.EXPORTS, viewer.login)
    count, newest = head(store)
    return page(request, "audit_verify.html", {"problems": verify_state(store), "count": count, "head": newest})
