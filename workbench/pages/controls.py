"""Controls: how each ended in a month, with what was measured and where; and one control over the year."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from workbench import words
from workbench.access import Marts, Reading
from workbench.queries import statement
from workbench.rendering import page

router = APIRouter()


@router.get("/controls")
def index(
    request: Request,
    viewer: Reading,
    marts: Marts,
    region: str = "",
    period: str = "",
    status: str = "",
    severity: str = "",
    fund: str = "",
) -> Response:
    """One month, filtered."""
    latest = {row["region_code"]: row["period"] for row in marts.rows(statement("latest_month"))}
    region = region or next(iter(latest), "")
    if region not in latest:
        raise HTTPException(404, "没有这个地区，或不在您的地区范围内。")
    period = period or latest[region]
    values = {"region": region, "period": period, "status": status, "severity": severity, "fund": fund}
    context = {
        **values,
        "rows": marts.rows(statement("controls"), values),
        "months": marts.rows(statement("controls_year"), {"region": region, "period": period}),
        "years": marts.rows(
            "select year, max(period) as period from marts.dim_period where region_code = ? group by year order by year",
            [region],
        ),
        "regions": marts.rows("select region_code, region_name from marts.dim_region order by region_code"),
        "funds": marts.rows("select fund_code, short_name from marts.dim_fund order by sort_no"),
        "controls": words.controls(),
        "words": words,
    }
    return page(request, "controls.html", context)


@router.get("/controls/{control_id}")
def show(request: Request, viewer: Reading, marts: Marts, control_id: str, region: str = "") -> Response:
    """One control over the months."""
    declared = words.controls().get(control_id)
    latest = [row["region_code"] for row in marts.rows(statement("latest_month"))]
    region = region or (latest[0] if latest else "")
    if declared is None or region not in latest:
        raise HTTPException(404, "没有这个控制点，或地区不在您的范围内。请从内控的清单进入。")
    context = {
        "control": declared,
        "region": region,
        "rows": marts.rows(statement("control_history"), {"region": region, "control": control_id}),
        "words": words,
    }
    return page(request, "control.html", context)
