"""`/export/…`: what the pages of files, search and the journal show, as Excel. Other pages export beside themselves."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from warehouse.state.actions import ACTIONS
from workbench.access import Auditing, Exporting, Marts, Store
from workbench.excel import workbook
from workbench.journal_view import journal_page
from workbench.labels import label
from workbench.pages.search import find_lines
from workbench.receipts import Delivered
from workbench.rendering import moment

router = APIRouter()
Short = Annotated[str, Query(max_length=100)]
MOST_LINES = 200_000
MOST_ENTRIES = 50_000
_FILE_HEADS = (
    "文件名", "数据", "送达方", "区划", "期间", "版本", "状态", "行数", "报告行数", "报告合计", "退回行", "存疑行",
    "收到（北京时间）", "结果", "SHA-256", "编号",
)  # fmt: skip
_LINE_HEADS = (
    "环节", "哪一方", "数据", "记录", "区划", "险种", "缴费人编号", "月份", "日期", "金额（元）", "结论", "原因", "文件", "行",
)  # fmt: skip


@router.get("/export/files")
def files(request: Request, viewer: Exporting, year: Short = "", dataset: Short = "", state: Short = "") -> Response:
    """The receipts that the page of files lists."""
    chosen = [
        each
        for each in request.app.state.receipts.visible(viewer.regions)
        if (not year or (each.receipt.period or year)[:4] == year)
        and (not dataset or each.receipt.dataset == dataset)
        and (not state or each.state == state)
    ]
    return workbook(request, "收件登记", [("收件登记", _FILE_HEADS, (tuple(_file(each)) for each in chosen))])


@router.get("/export/search")
def search(
    request: Request, viewer: Exporting, marts: Marts, q: Short, leg: Short = "", period: Short = ""
) -> Response:
    """The lines that a search finds."""
    lines = find_lines(marts, q.strip(), leg, period, MOST_LINES, 0)
    return workbook(request, "查找结果", [("查找结果", _LINE_HEADS, (tuple(_line(each)) for each in lines))])


@router.get("/export/audit")
def audit(
    request: Request, viewer: Auditing, store: Store, actor: Short = "", action: Short = "", subject: Short = ""
) -> Response:
    """The newest entries of the journal; all of it: ``sanfang audit export``."""
    found, _ = journal_page(
        store,
        viewer.regions,
        actor=actor.strip() or None,
        action=action or None,
        subject=subject.strip() or None,
        before=None,
        count=MOST_ENTRIES,
    )
    rows = (
        (e.sequence, e.at, e.actor, ACTIONS.get(e.action, e.action), e.subject, e.payload, e.previous_hash, e.hash)
        for e in found
    )
    heads = ("序号", "时间（UTC）", "经手人", "事项", "对象", "内容", "前一条摘要", "摘要")
    return workbook(request, "审计日志", [("审计日志", heads, rows)])


def _file(each: Delivered) -> Iterator[Any]:
    r = each.receipt
    yield from (r.file_name, each.title, label(r.party, "party"), r.region_code, r.period, r.version)
    yield from (label(each.state, "file_state"), r.rows, r.reported_rows, _amount(r.total), r.reject_rows)
    yield from (r.warning_rows, moment(r.received_at), r.message, r.sha256, r.source_file_id)


def _amount(text: str | None) -> Decimal | str | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return text


def _line(row: dict[str, Any]) -> Iterator[Any]:
    yield from (label(row["leg"], "leg"), label(row["party"], "party"), label(row["dataset"], "dataset"))
    yield from (row["record_key"], row["region_code"], label(row["fund_code"], "fund"), row["payer_key"], row["period"])
    yield from (row["business_date"], row["amount"], label(row["verdict"], "verdict"), row["cause"])
    yield from (row["source_file_id"], row["source_row"])
