"""The self-evaluation of a year: tables, scores, what is missing, and for each row the SQL and the files behind it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from fastapi import Path as InPath
from starlette.responses import FileResponse, RedirectResponse, Response

from warehouse.settings import Settings
from workbench import words
from workbench.access import Marts, Reading, Viewer
from workbench.published import Reader
from workbench.queries import statement
from workbench.rendering import page, url

router = APIRouter()
Year = Annotated[int, InPath(ge=1949, le=2999)]
RowNumber = Annotated[int, InPath(ge=0, le=100_000)]
_KINDS = {".xlsx": "表格", ".docx": "报告", ".html": "网页", ".pdf": "PDF"}
NONE = "这一年还没有绩效自评表：先运行 sanfang evaluate --year，或换一个年度。"


@router.get("/evaluation")
def latest(request: Request, viewer: Reading, marts: Marts) -> Response:
    """The latest year that has a table."""
    found = marts.row("select max(year) as year from marts.mart_self_evaluation")
    if found is None or found["year"] is None:
        return page(request, "evaluation_empty.html", {"message": NONE})
    return RedirectResponse(url(request, f"/evaluation/{found['year']}"), status_code=303)


@router.get("/evaluation/{year}")
def show(request: Request, viewer: Reading, marts: Marts, year: Year, region: str = "", fund: str = "") -> Response:
    """One table of the year."""
    heads = marts.rows(statement("evaluation_heads"), {"year": year})
    if not heads:
        return page(request, "evaluation_empty.html", {"message": NONE}, 404)
    region = region or heads[0]["region_code"]
    here = [head for head in heads if head["region_code"] == region]
    head = next((each for each in here if each["fund_code"] == fund), here[0] if here else None)
    if head is None:
        raise HTTPException(404, "没有这个地区的自评表，或不在您的地区范围内。")
    where = {"year": year, "region": region}
    context = {
        "year": year,
        "region": region,
        "heads": here,
        "head": head,
        "regions": sorted({each["region_code"] for each in heads}),
        "years": [
            row["year"] for row in marts.rows("select distinct year from marts.mart_self_evaluation order by year")
        ],
        "rows": marts.rows(statement("evaluation_rows"), {**where, "fund": head["fund_code"]}),
        "gaps": marts.rows(statement("evaluation_gaps"), where),
        "documents": _documents(request, viewer, year, region),
        "words": words,
    }
    return page(request, "evaluation.html", context)


@router.get("/evaluation/{year}/{region}/{fund}/{row_no}/sources")
def sources(
    request: Request, viewer: Reading, marts: Marts, year: Year, region: str, fund: str, row_no: RowNumber
) -> Response:
    """The files behind a row; a part of the page."""
    values = {"year": year, "region": region, "fund": fund, "row_no": row_no}
    return page(request, "evaluation_sources.html", {"files": marts.rows(statement("evaluation_sources"), values)})


@router.get("/evaluation/{year}/documents/{name}")
def document(request: Request, viewer: Reading, marts: Marts, year: Year, name: str) -> Response:
    """A document of reports/<year>, as a download; only of the viewer's regions."""
    found = {path.name: path for path in _files(request, viewer, year, _regions(marts))}
    if name not in found:
        raise HTTPException(404, "没有这份文件，或不在您的地区范围内。请先运行 sanfang report。")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return FileResponse(found[name], media_type="application/octet-stream", headers=headers)


def _documents(request: Request, viewer: Viewer, year: Year, region: str) -> list[tuple[str, str]]:
    return [(path.name, _KINDS[path.suffix]) for path in _files(request, viewer, year, [region])]


def _files(request: Request, viewer: Viewer, year: Year, regions: list[str]) -> list[Path]:
    """Finished documents: their names begin with the region's code."""
    settings: Settings = request.app.state.settings
    folder = settings.under("reports", str(year))
    allowed = [each for each in regions if viewer.regions is None or each in viewer.regions]
    if not folder.is_dir():
        return []
    named = re.compile(rf"({'|'.join(map(re.escape, allowed)) or '-'})[-_.].+")
    return sorted(
        path for path in folder.iterdir() if path.suffix in _KINDS and named.fullmatch(path.name) and path.is_file()
    )


def _regions(marts: Reader) -> list[str]:
    return [row["region_code"] for row in marts.rows("select region_code from marts.dim_region")]
