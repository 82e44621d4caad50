"""Tables of the Word document: merged cells, borders, widths, heads that repeat on each page."""

from __future__ import annotations

from typing import Any

from docx.document import Document as WordDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.table import _Row as WordRow

from reporting.document import Cell, Table

_ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


def add_table(word: WordDocument, table: Table, look: dict[str, Any], size: float) -> None:
    """Append a table as wide as the text, its columns in the proportions of its widths."""
    grid = word.add_table(rows=len(table.rows), cols=len(table.widths))
    grid.style = "Table Grid"
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid.autofit = False
    _margins(grid)
    section = word.sections[-1]
    room = int(section.page_width or 0) - int(section.left_margin or 0) - int(section.right_margin or 0)
    widths = [int(room * width / sum(table.widths)) for width in table.widths]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    # One look at all cells: python-docx finds a single one by walking the whole table.
    cells = [list(row.cells) for row in grid.rows]
    for row, column, cell in table.placed():
        first = cells[row][column]
        first.width = sum(widths[column : column + cell.columns])
        if cell.rows > 1 or cell.columns > 1:
            first = first.merge(cells[row + cell.rows - 1][column + cell.columns - 1])
        _fill(first, cell, look, size)
    for number, line in enumerate(grid.rows):
        _row(line, repeats=number < table.heading_rows)


def _margins(grid: WordTable) -> None:
    """Little room beside the text, so that long numbers stay on one line; some above and below, so that none is cut."""
    margins = OxmlElement("w:tblCellMar")
    for side, room in (("top", 18), ("left", 40), ("bottom", 18), ("right", 40)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(room))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    grid._tbl.tblPr.append(margins)


def _fill(target: WordCell, cell: Cell, look: dict[str, Any], size: float) -> None:
    style = look["cells"][cell.style]
    for extra in target.paragraphs[1:]:
        extra._p.getparent().remove(extra._p)
    target.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = target.paragraphs[0]
    paragraph.alignment = _ALIGN[style["align"]]
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(cell.text)
    run.font.size = Pt(min(style.get("size", size), 14) if style.get("size") else size)
    run.font.bold = style.get("bold", False)
    if "color" in style:
        run.font.color.rgb = RGBColor.from_string(style["color"])
    if not style.get("border", True):
        _without_borders(target)
    if "fill" in style:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), style["fill"])
        target._tc.get_or_add_tcPr().append(shade)


def _without_borders(target: WordCell) -> None:
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        border = OxmlElement(f"w:{side}")
        # The cell above or below may have a line here.
        border.set(qn("w:val"), "nil" if side in ("left", "right", "top") else "single")
        borders.append(border)
    target._tc.get_or_add_tcPr().append(borders)


def _row(row: WordRow, *, repeats: bool) -> None:
    """No row breaks across pages; heads repeat."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if repeats:
        properties.append(OxmlElement("w:tblHeader"))
