"""`/files`: what was delivered, who is missing or late; one file with its rows; one row as it was delivered."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request
from starlette.responses import Response

from warehouse.state.journal import record
from workbench import landing_rows
from workbench.access import Marts, Reading, Viewer
from workbench.deadlines import monthly, months, today
from workbench.published import NothingPublishedError
from workbench.receipts import Delivered, Receipts, contracts
from workbench.rendering import page

router = APIRouter()
PAGE_ROWS = 50
RowNumber = Annotated[int, Path(ge=1, le=2**31)]
PageNumber = Annotated[int, Query(ge=1, le=2**31)]
STATES = ("accepted", "superseded", "refused")


@router.get("/files")
def index(
    request: Request, viewer: Reading, year: str = "", dataset: str = "", state: str = "", page_no: PageNumber = 1
) -> Response:
    """Calendar of deliveries and the list of receipts."""
    delivered = _receipts(request).visible(viewer.regions)
    calendar = months(delivered, today())
    years = sorted({month.period[:4] for month in calendar}, reverse=True)
    year = year if year in years else (years[0] if years else "")
    chosen = [
        each
        for each in delivered
        if (not year or (each.receipt.period or year)[:4] == year)
        and (not dataset or each.receipt.dataset == dataset)
        and (not state or each.state == state)
    ]
    start = (page_no - 1) * PAGE_ROWS
    context = {
        "calendar": [month for month in calendar if month.period[:4] == year],
        "datasets": monthly(),
        "years": years,
        "year": year,
        "dataset": dataset,
        "state": state,
        "contracts": sorted(contracts().values(), key=lambda each: (each.party, each.dataset)),
        "states": STATES,
        "refused": [each for each in delivered if each.state == "refused"][:20],
        "files": chosen[start : start + PAGE_ROWS],
        "found": len(chosen),
        "page_no": page_no,
        "more": len(chosen) > start + PAGE_ROWS,
    }
    return page(request, "files.html", context)


@router.get("/files/{source_file_id}")
def show(request: Request, viewer: Reading, source_file_id: str) -> Response:
    """One delivery: receipt, control totals, rejected rows with their reasons, refusal report."""
    delivered = _find(request, viewer, source_file_id)
    findings = landing_rows.findings(_receipts(request).findings_path(delivered), limit=500)
    context = {
        "file": delivered,
        "contract": contracts().get(delivered.receipt.dataset or ""),
        "findings": findings,
        "heads": landing_rows.heads(delivered.receipt.dataset),
        "refusal": _receipts(request).refusal(delivered),
        "versions": [each for each in _receipts(request).visible(viewer.regions) if each.slot == delivered.slot]
        if delivered.receipt.period
        else [delivered],
        "has_rows": _receipts(request).text_path(delivered) is not None,
    }
    return page(request, "file.html", context)


@router.get("/files/{source_file_id}/rows")
def rows(request: Request, viewer: Reading, source_file_id: str, page_no: PageNumber = 1) -> Response:
    """The rows as they were delivered, without personal columns."""
    delivered = _find(request, viewer, source_file_id)
    path = _receipts(request).text_path(delivered)
    if path is None:
        raise HTTPException(404, "这份文件没有收下，没有可看的行。退回的原因见文件页。")
    found = landing_rows.rows(path, (page_no - 1) * PAGE_ROWS, PAGE_ROWS + 1)
    _note_reading(request, viewer, delivered, f"第 {page_no} 页，每页 {PAGE_ROWS} 行")
    context = {
        "file": delivered,
        "columns": landing_rows.columns(delivered.receipt.dataset or ""),
        "numbers": landing_rows.numbers(delivered.receipt.dataset or ""),
        "rows": found[:PAGE_ROWS],
        "page_no": page_no,
        "more": len(found) > PAGE_ROWS,
    }
    return page(request, "file_rows.html", context)


@router.get("/files/{source_file_id}/rows/{number}")
def row(request: Request, viewer: Reading, source_file_id: str, number: RowNumber) -> Response:
    """One row of a file as it was delivered, what was found wrong with it, and the lines that it became."""
    delivered = _find(request, viewer, source_file_id)
    path = _receipts(request).text_path(delivered)
    found = landing_rows.row(path, number) if path else None
    if found is None:
        raise HTTPException(404, "文件里没有这一行，或文件没有收下。请从差异页或文件页重新进入。")
    _note_reading(request, viewer, delivered, f"第 {number} 行")
    context = {
        "file": delivered,
        "number": number,
        "row": found,
        "columns": landing_rows.columns(delivered.receipt.dataset or ""),
        "findings": landing_rows.findings(_receipts(request).findings_path(delivered), number),
        "heads": landing_rows.heads(delivered.receipt.dataset),
        "lines": _lines(request, viewer, source_file_id, number),
    }
    return page(request, "file_row.html", context)


def _lines(request: Request, viewer: Viewer, source_file_id: str, number: int) -> list[dict[str, Any]] | None:
    """Lines of the reconciliation that come from this row; None before the first publication."""
    try:
        with request.app.state.published.reading(viewer.regions) as marts:
            return lines_of(marts, source_file_id, number)
    except NothingPublishedError:
        return None


def lines_of(marts: Marts, source_file_id: str, number: int) -> list[dict[str, Any]]:
    """Lines of the reconciliation that come from one row of a file."""
    return marts.rows(
        "select * from marts.fct_reconciliation_line where source_file_id = $file and source_row = $row order by leg",
        {"file": source_file_id, "row": number},
    )


def _note_reading(request: Request, viewer: Viewer, delivered: Delivered, rows: str) -> None:
    """Journal it: rows about single persons stay personal data, also where a key stands for the name."""
    receipt = delivered.receipt
    contract = contracts().get(receipt.dataset or "")
    if contract is None or not contract.personal:
        return
    details = {"rows": rows, "region": receipt.region_code or ""}
    record(request.app.state.store, viewer.login, "read_personal", receipt.source_file_id, details)


def _receipts(request: Request) -> Receipts:
    receipts: Receipts = request.app.state.receipts
    return receipts


def _find(request: Request, viewer: Viewer, source_file_id: str) -> Delivered:
    found = _receipts(request).find(source_file_id, viewer.regions)
    if found is None:
        raise HTTPException(404, "没有这份文件，或不在您的地区范围内。请在“文件”页查找。")
    return found
