"""`/search`: by ticket, voucher, payer, amount, record or group; payers are organisations, never persons."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from workbench.access import Marts, Reading
from workbench.published import Reader
from workbench.queries import knows, statement
from workbench.rendering import page
from workbench.words import legs

router = APIRouter()
PAGE_ROWS = 50
_AMOUNT = re.compile(r"-?\d{1,15}(?:\.\d{1,2})?")
_CODE = re.compile(r"[0-9A-Za-z._:-]+")


@router.get("/search")
def search(
    request: Request,
    viewer: Reading,
    marts: Marts,
    q: Annotated[str, Query(max_length=100)] = "",
    leg: Annotated[str, Query(max_length=40)] = "",
    period: Annotated[str, Query(max_length=6)] = "",
    page_no: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """Lines, payers and files that answer to the text."""
    text = q.strip()
    lines = find_lines(marts, text, leg, period, PAGE_ROWS + 1, (page_no - 1) * PAGE_ROWS) if text else []
    payers = marts.rows(statement("search_payers"), {"text": text}) if text and not _AMOUNT.fullmatch(text) else []
    files = [
        each
        for each in request.app.state.receipts.visible(viewer.regions)
        if text and text in (each.receipt.source_file_id, each.receipt.file_name, each.receipt.sha256)
    ]
    context = {
        "q": text,
        "leg": leg,
        "legs": list(legs().values()),
        "period": period,
        "lines": lines[:PAGE_ROWS],
        "payers": payers,
        "files": files,
        "page_no": page_no,
        "more": len(lines) > PAGE_ROWS,
    }
    return page(request, "search.html", context)


def find_lines(marts: Reader, text: str, leg: str, period: str, count: int, offset: int) -> list[dict[str, Any]]:
    """Lines by what the text looks like: an amount (12,345.60), a number or code, or a payer's name."""
    plain = text.replace(",", "").replace("，", "").replace("元", "").removeprefix("¥")
    values = {"text": text, "leg": leg, "period": period, "count": count, "offset": offset}
    line_id = ", line_id" if knows(marts, "fct_reconciliation_line", "line_id") else ""

    def ask(name: str, given: str) -> list[dict[str, Any]]:
        return marts.rows(statement(name).replace("/*line_id*/", line_id), {**values, "text": given})

    is_amount = _AMOUNT.fullmatch(plain) and len(plain.partition(".")[0]) < 14
    found = ask("search_amount", str(Decimal(plain))) if is_amount else []
    if not found and _CODE.fullmatch(text):
        found = ask("search_key", text)
    return found or ask("search_payer_lines", text)
