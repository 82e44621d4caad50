"""One explanation for many differences: a preview first, then one proposal for each leg, all or none."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from warehouse.state.decisions import REASONS, DecisionRefused, propose_many
from warehouse.state.drafts import MOST_LINES
from workbench import choosing, words
from workbench.access import Marts, Store, Viewer, require
from workbench.forms import Sent, decision_form, text, texts
from workbench.listing import LineFilter, left_sides
from workbench.pages.differences import asked
from workbench.published import Reader, Row
from workbench.queries import statement
from workbench.rendering import page, see

router = APIRouter()
Explaining = Annotated[Viewer, Depends(require("explain"))]
CHANGED = "预览之后内容有变（新的发布，或另一人已办理）。下面是现在的内容，请核对后再提出。"


@router.post("/decisions/many")
def preview(request: Request, viewer: Explaining, marts: Marts, store: Store, form: Sent) -> Response:
    """What one explanation would say something about, and what may not be in it and why."""
    return _show(request, viewer, marts, store, form)


@router.post("/decisions/many/propose")
def propose(request: Request, viewer: Explaining, marts: Marts, store: Store, form: Sent) -> Response:
    """Propose what the preview showed: refused when it has changed since."""
    chosen = asked(marts, form)
    found = _found(viewer, marts, store, form, chosen)
    if found["digest"] is None or text(form, "seen") != found["digest"]:
        return _show(request, viewer, marts, store, form, CHANGED, 409)
    given = _given(form)
    allowed = [row for row in found["units"] if row["why"] is None]
    of_leg = {
        leg: [row for row in allowed if row["leg"] == leg] for leg in dict.fromkeys(row["leg"] for row in allowed)
    }
    # The month of the newest line, as for a single explanation: there the overview lists what waits.
    drafts = [
        choosing.draft(given, leg, chosen.region, max(row["period"] for row in units), units)
        for leg, units in of_leg.items()
    ]
    try:
        made = propose_many(store, viewer.person, drafts)
    except DecisionRefused as refusal:
        return _show(request, viewer, marts, store, form, str(refusal), 422)
    if len(made) == 1:
        return see(request, f"/decisions/{made[0].decision_id}")
    return see(request, "/decisions", batch=made[0].batch_id)


def _show(
    request: Request, viewer: Viewer, marts: Reader, store: Store, form: FormData, message: str = "", status: int = 200
) -> Response:
    chosen = asked(marts, form)
    found = _found(viewer, marts, store, form, chosen)
    context = {
        **found,
        "message": message,
        "filter": chosen,
        "query": chosen.query(),
        "scope": text(form, "scope") or "chosen",
        "asked": texts(form, "line"),
        "given": _given(form),
        "reasons": REASONS["explain"],
        "words": words,
        "legs": words.legs(),
        "most": MOST_LINES,
    }
    return page(request, "bulk.html", context, status)


def _found(viewer: Viewer, marts: Reader, store: Store, form: FormData, chosen: LineFilter) -> dict[str, Any]:
    """The units of the choice with their totals, as allowed or not."""
    lines = _chosen_lines(marts, form, chosen)
    cause = _given(form).cause
    values: dict[str, Any] = {
        "region": chosen.region,
        "asked": lines or [""],
        "legs": sorted({each.partition(":")[0] for each in lines}) or [""],
        "left": left_sides(),
        "barred": [leg for leg in words.legs() if not choosing.may_decide(viewer, "explain", leg, chosen.region)],
        "claimed": [],
        "fitting": [],
    }
    sql = statement("bulk_units")
    first = marts.rows(sql + statement("bulk_list"), values)
    values["claimed"] = _claimed(store, chosen.region, first)
    found = {(row["leg"], row["verdict"]) for row in first if row["open_lines"]}
    if cause:
        fits = {
            f"{leg}:{verdict}"
            for leg, verdict in found
            if cause in {row["cause"] for row in choosing.allowed_causes(marts, leg, {verdict})}
        }
        values["fitting"] = sorted(fits) or ["-"]
    totals = marts.rows(sql + statement("bulk_total"), values)
    allowed = next((row for row in totals if row["is_allowed"] and row["is_total"]), None)
    return {
        "units": marts.rows(sql + statement("bulk_list"), values),
        "totals": totals,
        "allowed": allowed,
        "digest": allowed["digest"] if allowed else None,
        "causes": _causes(marts, found),
    }


def _given(form: FormData) -> choosing.Form:
    """The explanation; ``cause`` in the form is the filter's."""
    return replace(decision_form(form, "explain"), cause=text(form, "given_cause", 80))


def _chosen_lines(marts: Reader, form: FormData, chosen: LineFilter) -> list[str]:
    if text(form, "scope") != "all":
        return texts(form, "line")[:MOST_LINES]
    sql, values = chosen.parts()
    return [row["chosen_line"] for row in marts.rows(sql + statement("bulk_lines"), values)]


def _claimed(store: Store, region: str, units: list[Row]) -> list[str]:
    taken: list[str] = []
    for leg in {row["leg"] for row in units}:
        ids = [row["line_id"] for row in units if row["leg"] == leg]
        taken += [f"{leg}:{line_id}" for line_id in choosing.claimed(store, leg, region, ids)]
    return taken


def _causes(marts: Reader, found: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Causes that fit at least one of the verdicts in its leg, and which those are."""
    fitting: dict[str, dict[str, set[str]]] = {}
    for leg, verdict in sorted(found):
        for row in choosing.allowed_causes(marts, leg, {verdict}):
            told = fitting.setdefault(row["cause"], {})
            told.setdefault(row["label"], set()).add(words.VERDICTS.get(verdict, verdict))
    return [
        (cause, "／".join(f"{label}（{'、'.join(sorted(names))}）" for label, names in told.items()))
        for cause, told in sorted(fitting.items())
    ]
