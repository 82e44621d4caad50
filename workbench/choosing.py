"""From what a person ticked to the drafts of decisions: the lines as published, batches whole, groups whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from warehouse.state.checking import portions
from warehouse.state.decisions import DecisionDraft, DecisionLine, decisions_of_line
from warehouse.state.drafts import LONGEST_COMMENT
from warehouse.state.store import StateStore
from workbench import words
from workbench.access import Viewer
from workbench.published import Reader, Row
from workbench.queries import knows, statement

# An explanation or a write-off speaks of a whole difference, a split of a whole group; the others of what was ticked.
_OF_WHOLE_GROUPS = ("explain", "unmatch", "write_off")
_PORTION = 5000


@dataclass(frozen=True)
class Form:
    """What a person wrote: the same for one difference and for many."""

    kind: str
    cause: str = ""
    reason_code: str = ""
    comment: str = ""
    attachment: tuple[str, bytes] | None = None


def units(marts: Reader, leg: str, region: str, line_ids: Iterable[str], kind: str) -> list[Row]:
    """What the decision would be about, as the warehouse has it now (元); unknown ids are missing from the answer."""
    return marts.rows(
        statement("decision_units"),
        {
            "leg": leg,
            "region": region,
            "lines": list(line_ids) or [""],
            "whole": kind in _OF_WHOLE_GROUPS,
            "left": words.legs()[leg].left_party,
        },
    )


def draft(form: Form, leg: str, region: str, period: str, chosen: Iterable[Row]) -> DecisionDraft:
    """The decision on these units."""
    return DecisionDraft(
        kind=form.kind,
        leg=leg,
        region_code=region,
        period=period,
        cause=form.cause or None,
        reason_code=form.reason_code,
        comment=form.comment[: LONGEST_COMMENT + 1],
        lines=tuple(
            DecisionLine(
                row["side"],
                row["party"],
                row["dataset"],
                row["line_id"],
                row["record_key"],
                row["fund_code"],
                row["amount"],
                row["period"],
            )
            for row in chosen
        ),
        attachment=form.attachment,
    )


def allowed_causes(marts: Reader, leg: str, verdicts: set[str]) -> list[Row]:
    """Causes that fit every one of these verdicts in this leg, as the published file declares them (cause, label, owner)."""
    if not knows(marts, "dim_difference_cause", "legs"):
        found = [{cause.code for cause in words.causes_of(leg, each)} for each in verdicts]
        common = set.intersection(*found) if found else set()
        return [{"cause": each, "label": words.cause_name(each), "owner": ""} for each in sorted(common)]
    values = {"leg": leg, "verdicts": sorted(verdicts) or [""], "count": len(verdicts)}
    return marts.rows(statement("allowed_causes"), values)


def may_decide(viewer: Viewer, action: str, leg: str, region: str) -> bool:
    """Whether the viewer is accountant of one of the leg's parties in this region."""
    found = words.legs()[leg]
    return any(viewer.may(action, region, party) for party in (found.left_party, found.right_party))


def claimed(store: StateStore, leg: str, region: str, ids: list[str]) -> dict[str, str]:
    """Line or unit id → the live decision (proposed or approved) that already speaks of it."""
    live: dict[str, str] = {}
    for part in portions(ids, _PORTION):
        for each in decisions_of_line(store, leg, region, part):
            if each.status in ("proposed", "approved"):
                live.update({line.line_id: each.decision_id for line in each.lines})
    return live
