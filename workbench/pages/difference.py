"""A difference: both sides, why, the file and row behind each line, its history, and what a person can do about it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import Response

from warehouse.exchange.history import exchange_history
from warehouse.exchange.layout import OFFICES
from warehouse.state.decisions import KINDS, REASONS, decisions_of_line
from workbench import choosing, words
from workbench.access import Marts, Reading, Store, Viewer
from workbench.published import Reader, Row
from workbench.queries import knows, statement
from workbench.rendering import page

router = APIRouter()
OLD_FILE = "已发布的数仓是旧版本构建的，没有行标识。请管理员运行 sanfang build 和 sanfang publish 后再试。"
_FEW, _ALL = "marts.difference_line", "marts.fct_reconciliation_line"
GONE = "没有这一行：可能已随新的交付或人的处理而变化，或不在您的地区范围内。请在差异清单或查找中重新检索。"


@router.get("/differences/{line_id}")
def show(
    request: Request, line_id: str, viewer: Reading, marts: Marts, store: Store, leg: str = "", q: str = ""
) -> Response:
    """The page of one line in one leg."""
    return render(request, viewer, marts, store, line_of(marts, line_id, leg), q)


def render(
    request: Request,
    viewer: Viewer,
    marts: Reader,
    store: Store,
    line: Row,
    q: str = "",
    refused: dict[str, Any] | None = None,
) -> Response:
    """The page; ``refused`` is what a person sent and the message that answers it."""
    line_id = line["line_id"]
    found = words.legs()[line["leg"]]
    where = {"leg": line["leg"], "region": line["region_code"], "left": found.left_party}
    # Equality on one column finds a group among millions of lines far sooner than "one or the other".
    column = "group_id" if line["group_id"] else "line_id"
    where |= {column: line[column]}
    members = marts.rows(_of_group("line_group", line, column), {**where, "line_id": line_id})
    history = [line_id, line["unit_id"] or line_id, *(row["unit_id"] or row["line_id"] for row in members)]
    context = {
        "line": line,
        "leg": found,
        "words": words,
        "left": [row for row in members if row["party"] == found.left_party],
        "right": [row for row in members if row["party"] != found.left_party],
        "total": marts.row(_of_group("line_group_total", line, column), where),
        "elsewhere": _elsewhere(marts, line),
        "candidates": [] if found.is_total else _candidates(marts, line, q),
        "q": q,
        "history": _history(marts, line),
        "decisions": decisions_of_line(store, line["leg"], line["region_code"], dict.fromkeys(history)),
        "exchanges": exchange_history(store, line["region_code"], line_id, line["unit_id"]),
        "offices": OFFICES,
        "forms": _forms(marts, viewer, line),
        "kinds": KINDS,
        "reasons": REASONS,
        "refused": refused,
    }
    return page(request, "difference.html", context, 422 if refused else 200)


@router.get("/differences/{line_id}/choice")
def choice(
    request: Request,
    line_id: str,
    viewer: Reading,
    marts: Marts,
    leg: str,
    partner: Annotated[list[str] | None, Query()] = None,
) -> Response:
    """What both sides of a match would add up to; a part of the page."""
    line = line_of(marts, line_id, leg)
    lines = [line_id, *(partner or [])]
    values = {"leg": leg, "region": line["region_code"], "lines": lines, "left": words.legs()[leg].left_party}
    chosen = marts.row(statement("decision_choice"), values)
    return page(
        request, "difference_choice.html", {"chosen": chosen, "leg": words.legs()[leg], "partners": partner or []}
    )


def line_of(marts: Reader, line_id: str, leg: str) -> Row:
    """The line of a leg; 404 when it is not published or not for the viewer."""
    if not knows(marts, "difference_line"):
        raise HTTPException(503, OLD_FILE)
    # Nearly always it is one of the few that differ; only then the search goes through every line.
    for source in (_FEW, _ALL):
        sql = statement("line").replace("/*source*/", source).replace("/*leg*/", "line.leg = $leg" if leg else "true")
        found = marts.row(sql, {"line_id": line_id, **({"leg": leg} if leg else {})})
        if found is not None:
            return {**found, "source": source}
    raise HTTPException(404, GONE)


def _of_group(name: str, line: Row, column: str) -> str:
    sql = statement(name).replace("/*source*/", line["source"])
    return sql.replace("/*group*/", f"{column} = ${column}")


def _elsewhere(marts: Reader, line: Row) -> list[Row]:
    """The same record in the party's other legs (each of the agency's datasets has one leg only), and what it repeats."""
    mine = [each.code for each in words.legs().values() if line["party"] in (each.left_party, each.right_party)]
    others = [leg for leg in mine if leg not in (line["leg"], "total_3way") and line["party"] != "social_security"]
    where = {"region": line["region_code"]}
    same = {**where, "party": line["party"], "line_id": line["line_id"]}
    found: list[Row] = []
    for leg in others:
        found += marts.rows(statement("line_elsewhere"), {**same, "leg": leg})
    if line["related_record_key"]:
        values = {**where, "leg": line["leg"], "related": line["related_record_key"]}
        found += marts.rows(statement("line_related"), values)
    return found


def _candidates(marts: Reader, line: Row, q: str) -> list[Row]:
    if not line["is_open"]:
        return []
    return marts.rows(
        statement("line_candidates"),
        {
            "leg": line["leg"],
            "region": line["region_code"],
            "party": line["party"],
            "line_id": line["line_id"],
            "record_key": line["record_key"],
            "amount": str(line["amount"]),
            "payer": line["payer_key"],
            "fund": line["fund_code"],
            "day": str(line["business_date"]),
            "q": q.strip()[:80],
        },
    )


def _history(marts: Reader, line: Row) -> list[Row]:
    if line["leg"] == "total_3way":
        return []
    values = {"leg": line["leg"], "region": line["region_code"], "record_key": line["record_key"]}
    return marts.rows(statement("line_history"), {**values, "dataset": line["dataset"]})


def _forms(marts: Reader, viewer: Viewer, line: Row) -> dict[str, Any]:
    """Which forms the viewer gets here, and the causes to choose from."""
    if line["leg"] == "total_3way":
        return {"kinds": [], "why": "三方总额只比较总数；请到其他环节处理明细。"}
    region, leg = line["region_code"], line["leg"]
    may_explain = choosing.may_decide(viewer, "explain", leg, region)
    may_match = choosing.may_decide(viewer, "match", leg, region)
    kinds = [
        *(["explain"] if may_explain and line["is_open"] else []),
        *(["match"] if may_match and line["is_open"] else []),
        *(["unmatch"] if may_match and line["group_id"] else []),
        *(["exclude", "write_off"] if may_match and line["is_open"] else []),
    ]
    why = "" if may_explain or may_match else "您的角色只能查看；解释和勾对由本环节所涉一方的经办会计办理。"
    return {
        "kinds": kinds,
        "why": why or ("" if kinds else "这一行没有未了的差异，不需要办理。"),
        "causes": choosing.allowed_causes(marts, leg, {line["verdict"]}) if line["is_open"] else [],
        "match_causes": [
            each
            for verdict in ("amount_differs", "group_sum_differs", "fund_differs", "period_differs")
            for each in words.causes_of(leg, verdict)
        ],
    }
