"""The annual report as one html file: works offline, prints, and tells of every figure where it comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from reporting.content.facts import ROOM, layout
from reporting.document import Chart, Document

_ASSETS = ROOM / "assets"


def to_html(document: Document, path: Path) -> None:
    """Write the document with its chart library inside. Nothing is fetched when it is opened."""
    look: dict[str, Any] = layout("styles")
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(ROOM / "layouts"), autoescape=True, undefined=jinja2.StrictUndefined
    )
    style = _asset("report.css")
    for name, fonts in look["html_fonts"].items():
        style = style.replace(f"{name.upper()}_FONT", fonts)
    text = environment.get_template("report_page.html").render(
        document=document,
        heads=("title", "head", "label"),
        style=Markup(style),  # noqa: S704  our own file
        origins=_json(_origins(document)),
        charts=_json({block.key: _option(block, look) for block in document.blocks if isinstance(block, Chart)}),
        echarts=Markup(_asset("echarts/echarts.min.js")),  # noqa: S704  our own file
        behaviour=Markup(_asset("report.js")),  # noqa: S704  our own file
    )
    path.write_text(text, encoding="utf-8")


def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


def _json(value: Any) -> Markup:
    """JSON that no text in it can end the script element with."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704  nothing left that ends the element


def _origins(document: Document) -> dict[str, Any]:
    """Provenance of all figures; a file that stands behind many of them is told once."""
    files = sorted(
        {file for origin in document.provenance.values() for file in origin.files}, key=lambda file: file.source_file_id
    )
    number = {file: position for position, file in enumerate(files)}
    return {
        "files": [[file.name, f"第 {file.version} 版", str(file.rows), file.sha256] for file in files],
        "figures": {
            key: {
                "label": origin.label,
                "sql": origin.evidence_sql,
                "rule": origin.rule,
                "files": [number[file] for file in origin.files],
            }
            for key, origin in document.provenance.items()
        },
    }


def _option(chart: Chart, look: dict[str, Any]) -> dict[str, Any]:
    """Options of ECharts; its tooltip is plain text, so that names of files cannot become markup."""
    series = [
        {
            "type": "bar",
            "name": series.name,
            "data": [None if figure.value is None else float(figure.value) for figure in series.figures],
            "label": {"show": True, "position": "top", "fontSize": 10},
            "labelLayout": {"hideOverlap": True},
        }
        for series in chart.series
    ]
    return {
        "aria": {"enabled": True},
        "color": look["colors"][: len(series)] if len(series) > 1 else look["colors"],
        "grid": {"left": 8, "right": 8, "top": 30, "bottom": 40, "containLabel": True},
        "legend": {"bottom": 0},
        "tooltip": {"renderMode": "richText"},
        "xAxis": {"type": "category", "data": list(chart.categories), "axisLabel": {"interval": 0}},
        "yAxis": {"type": "value", "name": chart.unit},
        "series": series,
    }
