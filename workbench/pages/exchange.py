"""`/exchange`: what goes to each party, as a workbook to be answered, and the answered workbooks coming back."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, File, HTTPException, Query, Request, UploadFile
from starlette.responses import Response

from warehouse.exchange.differences import Waiting, read_waiting, recipient_of
from warehouse.exchange.history import Reading, Sending, readings, sendings
from warehouse.exchange.incoming import LARGEST
from warehouse.exchange.layout import OFFICES
from warehouse.exchange.outgoing import ExchangeError, Outgoing, prepare
from warehouse.exchange.receiving import read_answered
from warehouse.exchange.sending import may_exchange, send
from workbench.access import Explaining, Exporting, Marts, Store, Viewer
from workbench.excel import MEDIA
from workbench.limits import Throttle
from workbench.published import Reader, Row
from workbench.queries import statement
from workbench.rendering import page, see
from workbench.rendering import period as month_name

router = APIRouter()
STATES = {"unsent": "未送", "waiting": "已送，等答复", "answered": "已读入答复"}
_TOTALS = {"left_amount": "left_total", "right_amount": "right_total", "difference": "difference_total"}


@dataclass(frozen=True)
class Exchanged:
    """What waits for a party in a month, with the last time it was sent and answered."""

    waiting: Waiting
    sent: Sending | None
    read: Reading | None

    @property
    def state(self) -> str:
        """A key of ``STATES``."""
        if self.read is not None:
            return "answered"
        return "unsent" if self.sent is None else "waiting"


@router.get("/exchange")
def overview(
    request: Request,
    viewer: Exporting,
    marts: Marts,
    store: Store,
    region: Annotated[str, Query(max_length=6)] = "",
    party: Annotated[str, Query(max_length=40)] = "",
    state: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """What waits for whom, month by month, and what was sent and answered."""
    regions = marts.rows("select region_code, region_name from marts.dim_region order by region_code")
    mine = [each for each in regions if viewer.regions is None or each["region_code"] in viewer.regions]
    chosen = region or (mine[0]["region_code"] if mine else "")
    if chosen not in [each["region_code"] for each in mine]:
        raise HTTPException(403 if region else 404, "没有可以看的地区。请联系系统管理员。")
    sent, read = sendings(store, chosen), readings(store, chosen)
    waiting = [
        Exchanged(
            each,
            next((s for s in sent if (s.party, s.period) == (each.party, each.period)), None),
            next((r for place, month, r in read if (place, month) == (each.party, each.period)), None),
        )
        for each in read_waiting(marts, chosen)
        if may_exchange(viewer.person, "export", chosen, each.party)
    ]
    rows = [each for each in waiting if party in ("", each.waiting.party) and state in ("", each.state)]
    context = {
        "regions": mine,
        "region": chosen,
        "party": party,
        "state": state,
        "states": STATES,
        "rows": rows,
        "is_filtered": len(rows) < len(waiting),
        "totals": _totals(marts, [each.waiting for each in rows]),
        "offices": OFFICES,
    }
    return page(request, "exchange.html", context)


def _totals(marts: Reader, rows: list[Waiting]) -> list[Row]:
    """One row for each party and one for all; none for an empty list."""
    if not rows:
        return []
    return marts.rows(
        statement("exchange_total"),
        {
            "parties": [each.party for each in rows],
            "cases": [each.cases for each in rows],
            "lines": [each.lines for each in rows],
            "differences": [str(each.difference) for each in rows],
            "ages": [each.age_days for each in rows],
        },
    )


@router.get("/exchange/of")
def of_line(
    request: Request,
    viewer: Exporting,
    marts: Marts,
    region: Annotated[str, Query(max_length=6)],
    leg: Annotated[str, Query(max_length=40)],
    line_id: Annotated[str, Query(max_length=64)],
) -> Response:
    """From an open line (or the batch that it is part of) to the page of the party that has to answer it."""
    found = recipient_of(marts, region, leg, line_id)
    if found is None:
        raise HTTPException(404, "这一行没有要对方答复的未清差异。请回到差异页刷新。")
    return see(request, f"/exchange/{found[0]}/{region}/{found[1]}")


@router.get("/exchange/{party}/{region}/{period}")
def preview(
    request: Request, viewer: Exporting, marts: Marts, store: Store, party: str, region: str, period: str
) -> Response:
    """What will be sent, with what was sent and answered before."""
    _demand(viewer, "export", party, region)
    try:
        outgoing = prepare(request.app.state.settings, marts, "", party, region, period)
    except ExchangeError as error:
        return page(request, "exchange_party.html", _context(store, viewer, party, region, period, None, str(error)))
    return page(request, "exchange_party.html", _context(store, viewer, party, region, period, outgoing, ""))


@router.get("/exchange/{party}/{region}/{period}/file")
def download(request: Request, viewer: Exporting, store: Store, party: str, region: str, period: str) -> Response:
    """The workbook; journalled as sent."""
    _demand(viewer, "export", party, region)
    request.app.state.throttle.spend(Throttle.EXPORTS, viewer.login)
    try:
        package = send(store, viewer.login, party, region, period)
    except ExchangeError as error:
        raise HTTPException(404, str(error)) from None
    name = quote(package.outgoing.file_name)
    return Response(package.content, media_type=MEDIA, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"})  # fmt: skip


@router.post("/exchange/{party}/{region}/{period}")
def upload(
    request: Request,
    viewer: Explaining,
    store: Store,
    party: str,
    region: str,
    period: str,
    file: Annotated[UploadFile, File()],
) -> Response:
    """Read an answered workbook in: whole, or not at all."""
    _demand(viewer, "explain", party, region)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answered.xlsx"
        path.write_bytes(file.file.read(LARGEST + 1))
        report = read_answered(store, viewer.person, path, expected=(party, region, period))
    context = {"report": report, "party": party, "region": region, "period": period, "office": OFFICES[party]}
    return page(request, "exchange_result.html", context, 422 if report.problems else 200)


def _demand(viewer: Viewer, action: str, party: str, region: str) -> None:
    if party not in OFFICES:
        raise HTTPException(404, "没有这一方。请从“往来”页进入。")
    if not may_exchange(viewer.person, action, region, party):
        raise HTTPException(403, "您的角色不能办理这一方、这一地区的差异往来。如确有需要，请联系系统管理员调整权限。")


def _context(
    store: Store, viewer: Viewer, party: str, region: str, period: str, outgoing: Outgoing | None, message: str
) -> dict[str, Any]:
    return {
        "party": party,
        "region": region,
        "period": period,
        "office": OFFICES[party],
        "title": f"{month_name(period)}送{OFFICES[party]}的差异",
        "message": message,
        "sheets": [_sheet(each) for each in outgoing.sheets] if outgoing else [],
        "sent": [each for each in sendings(store, region) if (each.party, each.period) == (party, period)],
        "read": [reading for p, month, reading in readings(store, region) if (p, month) == (party, period)],
        "may_read": may_exchange(viewer.person, "explain", region, party),
        "limit": LARGEST // 1024 // 1024,
    }


def _sheet(sheet: Any) -> dict[str, Any]:
    first = sheet.rows[0]
    return {
        "title": sheet.title,
        "cases": first.cases,
        "columns": sheet.columns,
        "rows": [
            (row, list(zip(sheet.columns, told, strict=True)))
            for row, told in zip(sheet.rows, sheet.values, strict=True)
        ],
        "totals": [
            getattr(first, _TOTALS[column.name]) if column.name in _TOTALS else None for column in sheet.columns
        ],
    }
