"""The work list: lines by filter, their totals, the same as a workbook, and one explanation for many of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import Response

from workbench import words
from workbench.access import Marts, Reading, Viewer, require
from workbench.choosing import may_decide
from workbench.excel import MOST_ROWS, workbook
from workbench.listing import PAGE_ROWS, SORTS, LineFilter
from workbench.pages.difference import OLD_FILE
from workbench.published import Reader, Row
from workbench.queries import knows, statement
from workbench.rendering import page
from workbench.rendering import period as period_name

router = APIRouter()
Exporting = Annotated[Viewer, Depends(require("export"))]
_HEADS = {
    "leg_name": "环节",
    "party_name": "方",
    "fund_name": "险种",
    "record_key": "记录号",
    "payer_key": "组织机构代码",
    "payer_name": "缴费人",
    "business_date": "业务日期",
    "period": "所属月份",
    "amount": "金额（元）",
    "difference": "差额（右减左，元）",
    "verdict_name": "结论",
    "cause_name": "原因",
    "confirmed_by": "确认",
    "bucket": "账龄",
    "age_days": "天数",
    "owner_name": "轮到",
    "pass": "轮次",
    "rule": "规则",
    "source_file_id": "来源文件",
    "source_row": "来源行",
    "line_id": "行标识",
}
_TOTAL_HEADS = [
    "险种",
    "行数",
    "金额合计（元）",
    "绝对值合计（元）",
    "差异项数",
    "差额净额（右减左，元）",
    "差额绝对值（元，每项计一次）",
]


@router.get("/differences")
def index(request: Request, viewer: Reading, marts: Marts) -> Response:
    """The list, one page of it, with the totals of all that the filter chooses."""
    chosen = asked(marts, request.query_params)
    number = _page_number(request)
    sql, values = chosen.parts()
    context = {
        "filter": chosen,
        "query": chosen.query(),
        "rows": marts.rows(_page_sql(sql, chosen), {**values, "rows": PAGE_ROWS, "skip": (number - 1) * PAGE_ROWS}),
        "totals": marts.rows(sql + statement("lines_total"), values),
        "number": number,
        "page_rows": PAGE_ROWS,
        "words": words,
        "legs": words.legs(),
        "picks": _picks(marts, chosen),
        "may_explain": any(may_decide(viewer, "explain", leg, chosen.region) for leg in words.legs()),
        "may_export": viewer.may("export", chosen.region),
    }
    return page(request, "differences.html", context)


@router.get("/export/differences.xlsx")
def export(request: Request, viewer: Exporting, marts: Marts) -> Response:
    """Exactly the lines of the filter, and its totals, as a workbook."""
    chosen = asked(marts, request.query_params)
    viewer.demand("export", chosen.region)
    sql, values = chosen.parts()
    totals = marts.rows(sql + statement("lines_total"), values)
    conditions = _conditions(marts, chosen)
    sheets = [
        (
            "明细",
            list(_HEADS.values()),
            _lines(marts, _page_sql(sql, chosen), {**values, "rows": MOST_ROWS, "skip": 0}),
        ),
        ("合计", _TOTAL_HEADS, (_total(row) for row in totals)),
        ("筛选条件", ["条件", "值"], conditions),
    ]
    return workbook(request, f"差异_{chosen.region}_{chosen.as_of}", sheets)


def _lines(marts: Reader, sql: str, values: dict[str, Any]) -> Iterator[list[Any]]:
    found = marts.stream(sql, values)
    names = next(found)
    return (_cells(dict(zip(names, row, strict=True))) for row in found)


def asked(marts: Reader, given: Any) -> LineFilter:
    """The filter of an address or a form; without a region the viewer's first, without a month its latest."""
    if not knows(marts, "difference_line"):
        raise HTTPException(503, OLD_FILE)
    latest = {row["region_code"]: row["period"] for row in marts.rows(statement("latest_month"))}
    if not latest:
        raise HTTPException(404, "没有您地区的月份。请管理员核对您的地区权限，或等第一次发布。")
    region = str(given.get("region") or next(iter(latest)))
    if region not in latest:
        raise HTTPException(404, "没有这个地区，或不在您的地区范围内。")
    return LineFilter.of(given, region, latest[region])


def _page_sql(sql: str, chosen: LineFilter) -> str:
    order = f"{SORTS[chosen.sort]} {chosen.order}"
    return sql + statement("lines_page").replace("/*sort*/", order)


def _page_number(request: Request) -> int:
    given = request.query_params.get("page", "1")
    return min(max(int(given), 1), 100_000) if given.isascii() and given.isdigit() else 1


def _picks(marts: Reader, chosen: LineFilter) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """The drop-downs: parameter, label, what "no choice" is called (empty: there is always one), options."""
    regions = marts.rows("select region_code, region_name from marts.dim_region order by region_code")
    months = marts.rows(statement("overview_months"), {"region": chosen.region})
    periods = [row["period"] for row in reversed(months) if row["state"] == "complete"]
    funds = marts.rows("select fund_code, short_name from marts.dim_fund order by sort_no")
    causes = {each.code: words.cause_name(each.code) for each in words.causes() if each.code}
    owners = {code: name for code, name in words.OWNERS.items() if code != "cleared_since"}
    return [
        *(
            [("region", "地区", "", [(row["region_code"], row["region_name"]) for row in regions])]
            if len(regions) > 1
            else []
        ),
        ("state", "看什么", "", list(words.STATES.items())),
        ("as_of", "未清截至", "", [(each, f"{period_name(each)}末") for each in periods]),
        ("period", "所属月份", "各月", [(each, period_name(each)) for each in periods]),
        ("leg", "环节", "各环节", [(leg.code, leg.name) for leg in words.legs().values()]),
        ("fund", "险种", "各险种", [(row["fund_code"], row["short_name"]) for row in funds]),
        ("party", "记录方", "各方", list(words.PARTIES.items())),
        ("verdict", "结论", "各结论", list(words.VERDICTS.items())),
        ("cause", "原因", "各原因", sorted(causes.items())),
        ("bucket", "账龄", "各账龄", list(words.buckets().items())),
        ("owner", "轮到", "各方", list(owners.items())),
        (
            "confirmed",
            "确认",
            "不限",
            [
                ("no", "待人确认"),
                ("nobody", "没有人确认（含规则得出）"),
                ("person", "已由人确认"),
                ("yes", "已确认（人或规则）"),
            ],
        ),
    ]


def _conditions(marts: Reader, chosen: LineFilter) -> list[tuple[str, str]]:
    """What the filter says, in the words of its drop-downs."""
    labels = {name: (label, dict(options)) for name, label, _, options in _picks(marts, chosen)}
    labels |= {"region": ("地区", {}), "item": ("余额调节表项目", {}), "q": ("查找", {})}
    return [
        (labels[name][0], labels[name][1].get(value, value))
        for name, value in asdict(chosen).items()
        if value and name in labels
    ]


def _cells(row: Row) -> list[Any]:
    shown = {
        **row,
        "leg_name": words.legs()[row["leg"]].name,
        "party_name": words.PARTIES.get(row["party"], row["party"]),
        "verdict_name": words.VERDICTS.get(row["verdict"], row["verdict"]),
        "cause_name": words.cause_name(row["cause"], row["verdict"]),
        "confirmed_by": "规则" if row["confirmed_by"] == "rule" else row["confirmed_by"],
        "owner_name": words.OWNERS.get(row["owner"] or ("undecided" if row["is_open"] else ""), ""),
        "bucket": words.buckets()[row["bucket"]] if row["is_open"] else None,
        "age_days": row["age_days"] if row["is_open"] else None,
    }
    return [shown[name] for name in _HEADS]


def _total(row: Row) -> list[Any]:
    name = "合计" if row["is_total"] else row["fund_name"]
    return [name, row["lines"], row["amount"], row["size"], row["differences"], row["net"], row["gross"]]
