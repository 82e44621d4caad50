"""余额调节表: a leg and a fund of a month on one sheet, as known now or as published at a close, and its signatures."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from starlette.responses import Response

from warehouse.state.people import NotAllowed
from warehouse.state.signoffs import SignOffRefused, list_sign_offs, sign
from workbench import words
from workbench.access import Marts, Reading, Viewer, require
from workbench.desk import At, Desk
from workbench.forms import Sent, text
from workbench.listing import LineFilter
from workbench.published import Reader
from workbench.queries import knows, statement
from workbench.rendering import page, see

router = APIRouter()
Signing = Annotated[Viewer, Depends(require("sign"))]
MISSING = "没有这张余额调节表：该月份或险种没有对账结果，或不在您的地区范围内。请从总览的状态表进入。"
MOVED = "您看到的内容与现在发布的不同（其间有新的发布）。请核对下面现在的内容后再签。"
_FEW = 20


@router.get("/statement/{region}/{period}/{leg}/{fund}")
def show(
    at: At,
    region: str,
    period: str,
    leg: str,
    fund: str,
    basis: str = "",
    version: Annotated[int | None, Query(ge=1, le=100_000)] = None,
) -> Response:
    """The sheet."""
    where = {"region": region, "period": period, "leg": leg, "fund": fund}
    return _render(at, where, basis, version)


@router.get("/statement/{region}/{period}/{leg}/{fund}/lines")
def lines(
    request: Request, viewer: Reading, marts: Marts, region: str, period: str, leg: str, fund: str, item: str
) -> Response:
    """The first lines behind one line of the sheet; a part of the page."""
    if not knows(marts, "difference_line"):
        raise HTTPException(404, MISSING)
    chosen = LineFilter(region=region, as_of=period, period=period, leg=leg, fund=fund, item=item[:80])
    sql, values = chosen.parts()
    context = {
        "rows": marts.rows(
            sql + statement("lines_page").replace("/*sort*/", "abs(amount) desc"), {**values, "rows": _FEW, "skip": 0}
        ),
        "total": marts.rows(sql + statement("lines_total"), values)[0],
        "query": chosen.query(),
        "words": words,
    }
    return page(request, "statement_lines.html", context)


@router.post("/statement/{region}/{period}/{leg}/{fund}/sign")
def put_signature(signer: Signing, at: At, form: Sent, region: str, period: str, leg: str, fund: str) -> Response:
    """Sign the leg's statements of the month as they are now."""
    where = {"region": region, "period": period, "leg": leg, "fund": fund}
    basis = text(form, "basis", 20)
    if leg not in words.legs() or text(form, "digest", 80) != _digest(at.marts, where, None):
        return _render(at, where, basis, None, MOVED, 409)
    try:
        sign(at.store, signer.person, region, period, leg, text(form, "digest", 80))
    except (SignOffRefused, NotAllowed) as refusal:
        return _render(at, where, basis, None, str(refusal), 409)
    return see(at.request, f"/statement/{region}/{period}/{leg}/{fund}", basis=basis)


def _render(
    at: Desk, where: dict[str, str], basis: str, version: int | None, message: str = "", status: int = 200
) -> Response:
    marts = at.marts
    found = words.legs().get(where["leg"])
    bases = _bases(marts, where)
    if found is None or not bases:
        raise HTTPException(404, MISSING)
    basis = basis if basis in bases else bases[-1]
    values = {**where, "basis": basis}
    given = {**values, "version": version} if version else values
    head = marts.row(_sql("statement_head", version), given)
    if head is None:
        raise HTTPException(404, f"第 {version} 版结账没有这张余额调节表。请从总览的结账栏选择版次。")
    months = marts.rows(statement("overview_months"), {"region": where["region"]})
    shape = "statement_chain" if found.is_total else "statement_sheet"
    context = {
        **values,
        "found": found,
        "bases": bases,
        "version": version,
        "head": head,
        "rows": marts.rows(_sql(shape, version), given),
        "compare": marts.rows(statement("statement_compare"), given) if version else [],
        "month": next((each for each in months if each["period"] == where["period"]), None),
        "reconciled": {each["period"] for each in months if each["state"] == "complete"},
        "closes": marts.rows(statement("overview_close"), {"region": where["region"], "period": where["period"]}),
        "ages": _ages(marts, where) if not version and not found.is_total else None,
        "digest": _digest(marts, where, None),
        "shown_digest": _digest(marts, where, version),
        "signatures": list_sign_offs(at.store, where["region"], where["period"], where["leg"]),
        "may_sign": version is None and _may_sign(at.viewer, where),
        "funds": marts.rows("select fund_code, short_name, fund_name from marts.dim_fund order by sort_no"),
        "regions": marts.rows("select region_code, region_name from marts.dim_region"),
        "words": words,
        "message": message,
    }
    return page(at.request, "statement.html", context, status)


def _sql(name: str, version: int | None) -> str:
    source = statement("statement_source_closed" if version else "statement_source_now").strip()
    return statement(name).replace("/*source*/", source)


def _bases(marts: Reader, where: dict[str, str]) -> list[str]:
    rows = marts.rows(
        "select distinct basis from marts.fct_reconciliation_bridge where leg = $leg and region_code = $region "
        "and fund_code = $fund and period = $period order by basis",
        where,
    )
    return [row["basis"] for row in rows]


def _digest(marts: Reader, where: dict[str, str], version: int | None) -> str:
    values: dict[str, Any] = {name: where[name] for name in ("region", "period", "leg")}
    found = marts.row(_sql("statement_digest", version), {**values, "version": version} if version else values)
    return str(found["digest"]) if found and found["digest"] else ""


def _ages(marts: Reader, where: dict[str, str]) -> dict[str, Any] | None:
    if not knows(marts, "difference_line"):
        return None
    left = words.legs()[where["leg"]].left_party
    rows = marts.rows(statement("statement_age"), {**where, "left": left, "buckets": list(words.buckets())})
    whole = next(row for row in rows if row["is_all"])
    return {**whole, "of": {row["bucket"]: row["amount"] for row in rows}}


def _may_sign(viewer: Viewer, where: dict[str, str]) -> bool:
    found = words.legs()[where["leg"]]
    return viewer.may("sign", where["region"]) or any(
        viewer.may("sign", where["region"], party) for party in (found.left_party, found.right_party)
    )
