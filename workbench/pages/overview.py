"""The overview of a month: what the three parties report, what is open, whose turn it is, what blocks the close."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from warehouse.deadlines import due_day
from warehouse.state.decisions import list_decisions
from warehouse.state.signoffs import list_sign_offs
from workbench import words
from workbench.access import Marts, Reading, Store
from workbench.charts import trend
from workbench.deadlines import BACKFILL, monthly, today
from workbench.published import Reader, Row
from workbench.queries import knows, statement
from workbench.rendering import page, url

router = APIRouter()


@router.get("/", name="home")
def home(request: Request, viewer: Reading, marts: Marts) -> Response:
    """The latest month of the viewer's region; of several regions the first."""
    latest = marts.rows(statement("latest_month"))
    if not latest:
        return page(request, "overview_empty.html", {})
    return RedirectResponse(url(request, f"/months/{latest[0]['region_code']}/{latest[0]['period']}"), status_code=303)


@router.get("/months/{region}/{period}")
def month(request: Request, region: str, period: str, viewer: Reading, marts: Marts, store: Store) -> Response:
    """One month of one region."""
    months = marts.rows(statement("overview_months"), {"region": region})
    this = next((each for each in months if each["period"] == period), None)
    if this is None:
        raise HTTPException(404, "没有这个月份，或不在您的地区范围内。请从总览的月份中选择。")
    where = {"region": region, "period": period}
    year = marts.rows(statement("overview_trend"), where) if knows(marts, "difference_line") else []
    context = {
        "region": region,
        "period": period,
        "month": this,
        "months": [each for each in months if each["year"] == this["year"]],
        "years": {each["year"]: each["period"] for each in months},
        "regions": marts.rows("select region_code, region_name from marts.dim_region order by region_code"),
        "words": words,
        "legs": words.legs(),
        "totals": marts.rows(statement("overview_totals"), where),
        "matrix": _matrix(marts.rows(statement("overview_status"), where)),
        "bridge": marts.rows(statement("overview_bridge"), where),
        "files": marts.rows(statement("overview_files"), where),
        "missing": [each for each in (this["missing"] or "").split(",") if each],
        "due": {each.dataset: due_day(period, each.delivery) for each in monthly()},
        "today": today(),
        "backfill": BACKFILL,
        "open": _open(marts, where),
        "standing": next((row for row in year if row["leg"] is None and row["period"] == period), None),
        "trend": trend([row for row in year if row["leg"]], lambda each: url(request, f"/months/{region}/{each}")),
        **_close(marts, store, where),
    }
    return page(request, "overview.html", context)


def _matrix(rows: list[Row]) -> dict[str, Any]:
    """Legs by funds: the funds' names in their order, and for each leg the cell of each fund."""
    funds = {row["fund_code"]: row["fund_name"] for row in rows}
    cells = {(row["leg"], row["fund_code"]): row for row in rows}
    return {
        "funds": funds,
        "cells": cells,
        "legs": [leg for leg in words.legs() if any(leg == key[0] for key in cells)],
    }


def _open(marts: Reader, where: dict[str, str]) -> dict[str, Any] | None:
    """Open items by leg and age, and by whose turn; None when the published file is of an earlier build."""
    if not knows(marts, "difference_line"):
        return None
    rows = marts.rows(statement("overview_open"), where)
    whole = next((row for row in rows if row["is_all_legs"] and row["is_all_buckets"] and row["is_all_owners"]), None)
    cells = {(row["leg"], row["bucket"]): row for row in rows if row["is_all_owners"]}
    return {
        "whole": whole,
        "cells": cells,
        "legs": [leg for leg in words.legs() if (leg, None) in cells],
        "owners": [row for row in rows if row["is_all_legs"] and row["is_all_buckets"] and not row["is_all_owners"]],
    }


def _close(marts: Reader, store: Store, where: dict[str, str]) -> dict[str, Any]:
    """Closes, what still blocks the next one, and what people have left to do."""
    ready = knows(marts, "mart_close_readiness")
    return {
        "closes": marts.rows(statement("overview_close"), where),
        "readiness": marts.rows(statement("overview_readiness"), where) if ready else None,
        "pending": list_decisions(store, region=where["region"], period=where["period"], status="proposed"),
        "sign_offs": list_sign_offs(store, where["region"], where["period"]),
    }
