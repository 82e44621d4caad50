"""Charts that Word and WPS draw themselves: no picture, so no font of ours; the numbers stay editable.

XlsxWriter writes a workbook with the chart; its chart part is DrawingML, the same in a document. The workbook itself is
embedded as the chart's data.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import xlsxwriter
from docx.document import Document as WordDocument
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm

from reporting.document import Chart

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_WORD_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
# Three of them fit on a page.
_WIDTH, _HEIGHT = Cm(15.5), Cm(7.2)


def add_chart(word: WordDocument, chart: Chart, number: int, colors: list[str]) -> None:
    """Append a chart as a paragraph of its own. ``number`` is its place among the document's charts, from 1."""
    workbook, drawing = _drawn(chart, colors)
    embedded = _part(word, f"/word/embeddings/chart{number}.xlsx", _TYPES["workbook"], workbook)
    part = _part(word, f"/word/charts/chart{number}.xml", _TYPES["chart"], b"")
    data = part.relate_to(embedded, f"{_RELATION}/package")
    link = (
        f'<c:externalData xmlns:r="{_RELATION}" r:id="{data}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )
    # printSettings belongs to sheets; the link to the data takes its place.
    head = drawing.decode().split("<c:printSettings>")[0].removesuffix("</c:chartSpace>")
    head = head.replace('<c:showVal val="1"/>', _ONLY_VALUES)
    part._blob = f"{head}{link}".encode()
    shown = word.part.relate_to(part, f"{_RELATION}/chart")
    paragraph = word.add_paragraph()
    paragraph.add_run()._r.append(parse_xml(_inline(shown, chart, number)))


# What is not said is shown by some programs: the labels carry nothing but the value.
_ONLY_VALUES = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
_TYPES = {
    "workbook": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "chart": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
}


def _part(word: WordDocument, name: str, kind: str, blob: bytes) -> Part:
    return Part(PackURI(name), kind, blob, word.part.package)


def _drawn(chart: Chart, colors: list[str]) -> tuple[bytes, bytes]:
    """The workbook, and the chart part in it."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
        sheet = workbook.add_worksheet("数据")
        sheet.write_column(1, 0, chart.categories)
        drawing = workbook.add_chart({"type": "column"})
        last = len(chart.categories)
        for column, series in enumerate(chart.series, 1):
            sheet.write_string(0, column, series.name)
            for row, figure in enumerate(series.figures, 1):
                if figure.value is not None:
                    sheet.write_number(row, column, float(figure.value))
            drawing.add_series(_series(column, last, colors[(column - 1) % len(colors)], chart.unit))
        drawing.set_title({"name": f"{chart.title}（单位：{chart.unit}）", "name_font": {"size": 11}, "overlay": False})
        drawing.set_legend({"position": "bottom"})
        drawing.set_y_axis({"num_format": "#,##0", "num_font": {"size": 8}, **_TICKS, **_GRID})
        drawing.set_x_axis({"num_font": {"size": 9}, **_TICKS})
        drawing.set_chartarea({"border": {"none": True}})
        sheet.insert_chart(0, 6, drawing)
    with zipfile.ZipFile(target) as package:
        return target.getvalue(), package.read("xl/charts/chart1.xml")


_TICKS = {"major_tick_mark": "outside", "minor_tick_mark": "none"}
_GRID = {"major_gridlines": {"visible": True, "line": {"color": "#D9D9D9", "width": 0.5}}}


def _series(column: int, last: int, color: str, unit: str) -> dict[str, Any]:
    return {
        "name": ["数据", 0, column],
        "categories": ["数据", 1, 0, last, 0],
        "values": ["数据", 1, column, last, column],
        "fill": {"color": color},
        "gap": 60,
        "data_labels": {"value": True, "font": {"size": 8}, "num_format": "#,##0" if unit == "万元" else "0.00"},
    }


def _inline(relation: str, chart: Chart, number: int) -> str:
    title = chart.title.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return (
        f'<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:wp="{_WORD_DRAWING}"'
        f' xmlns:a="{_DRAWING}/main"><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{_WIDTH}" cy="{_HEIGHT}"/><wp:docPr id="{100 + number}" name="chart{number}" descr="{title}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_CHART}">'
        f'<c:chart xmlns:c="{_CHART}" xmlns:r="{_RELATION}" r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
