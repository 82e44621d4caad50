"""The annual report as a Word document: official fonts, A4, page numbers, native charts, tables in full."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run as WordRun

from reporting.content.facts import layout
from reporting.document import Block, Chart, Document, Figure, Heading, Paragraph, Placeholder, Table, run_text
from reporting.native_chart import add_chart
from reporting.word_table import add_table

_SHORT, _LONG = Cm(21.0), Cm(29.7)


def to_docx(document: Document, path: Path) -> None:
    """Write the document. The same content gives the same bytes."""
    word = docx.Document()
    look: dict[str, Any] = layout("styles")
    _styles(word, look)
    _page(word.sections[0], look)
    _properties(word, document)
    _centred(word, document.title, look["fonts"]["heading"], look["page"]["title_size"])
    _centred(word, document.subtitle, look["fonts"]["body"], 11)
    writer = _Writer(word, look)
    for block, following in zip(document.blocks, (*document.blocks[1:], None), strict=True):
        if isinstance(block, Heading) and isinstance(following, Table) and following.key.startswith("form-"):
            writer.turn()
        writer.add(block)
    path.write_bytes(_steady(word))


class _Writer:
    """Adds blocks; remembers how many charts there are and whether a form has been set."""

    def __init__(self, word: WordDocument, look: dict[str, Any]) -> None:
        self.word = word
        self.look = look
        self.charts = 0
        self.has_form = False

    def add(self, block: Block) -> None:
        """Append a block."""
        if isinstance(block, Heading):
            self.word.add_heading(block.text, block.level)
        elif isinstance(block, Paragraph):
            self._paragraph(block)
        elif isinstance(block, Chart):
            self.charts += 1
            add_chart(self.word, block, self.charts, self.look["colors"])
        else:
            self._table(block)

    def _paragraph(self, block: Paragraph) -> None:
        paragraph = self.word.add_paragraph(style=_STYLES[block.style])
        for run in block.runs:
            text = run_text(run)
            added = paragraph.add_run()
            if isinstance(run, Figure) and text.startswith("-"):
                # A minus at the end of a line would make the number positive for the reader.
                added._r.append(OxmlElement("w:noBreakHyphen"))
                text = text[1:]
            added.add_text(text)
            if isinstance(run, Placeholder):
                added.font.color.rgb = RGBColor.from_string(self.look["cells"]["status"]["color"])

    def _table(self, table: Table) -> None:
        is_form = table.key.startswith("form-")
        if is_form and self.has_form:
            self.word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        self.has_form = self.has_form or is_form
        caption = self.word.add_paragraph(style="Caption")
        caption.add_run(table.title)
        caption.paragraph_format.keep_with_next = True
        if table.unit:
            unit = self.word.add_paragraph(style="Note")
            unit.add_run(table.unit)
            unit.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            unit.paragraph_format.keep_with_next = True
        add_table(self.word, table, self.look, self.look["page"]["form_size" if is_form else "table_size"])

    def turn(self) -> None:
        """Go on in landscape: the wide tables follow."""
        section = self.word.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = _LONG, _SHORT
        section.left_margin = section.right_margin = Cm(1.5)
        section.top_margin = section.bottom_margin = Cm(1.5)


_STYLES = {"body": "Body Text", "todo": "Body Text", "note": "Note", "status": "Status"}


def _styles(word: WordDocument, look: dict[str, Any]) -> None:
    page, fonts = look["page"], look["fonts"]
    _font(word.styles["Normal"], fonts["body"], page["table_size"])
    body = word.styles["Body Text"]
    _font(body, fonts["body"], page["body_size"])
    body.paragraph_format.first_line_indent = Pt(2 * page["body_size"])
    body.paragraph_format.line_spacing = Pt(26)
    body.paragraph_format.space_after = Pt(0)
    for level, (font, size) in enumerate(page["headings"], 1):
        heading = word.styles[f"Heading {level}"]
        _font(heading, font, size)
        heading.font.color.rgb = RGBColor(0, 0, 0)
        heading.paragraph_format.first_line_indent = Pt(2 * size)
        heading.paragraph_format.space_before = heading.paragraph_format.space_after = Pt(6)
    _font(word.styles["Caption"], fonts["heading"], 12)
    word.styles["Caption"].font.color.rgb = RGBColor(0, 0, 0)
    word.styles["Caption"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    word.styles["Caption"].paragraph_format.space_before = Pt(8)
    for name, color in (("Note", "404040"), ("Status", look["cells"]["status"]["color"])):
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _font(style, fonts["body"], 10.5)
        style.font.color.rgb = RGBColor.from_string(color)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(2)


def _font(style: Any, name: str, size: float) -> None:
    """East Asian text takes its own font attribute; without it Word falls back to another font."""
    style.font.name = name
    style.font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in ("w:eastAsia", "w:hAnsi", "w:ascii", "w:cs"):
        fonts.set(qn(attribute), name)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)


def _page(section: Section, look: dict[str, Any]) -> None:
    section.page_width, section.page_height = _SHORT, _LONG
    section.top_margin, section.bottom_margin = Cm(3.0), Cm(2.6)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, after = look["page"]["footer"].split("{page}")
    paragraph.add_run(before)
    _field(paragraph, "PAGE")
    paragraph.add_run(after)


def _field(paragraph: WordParagraph, code: str) -> None:
    for kind in ("begin", None, "end"):
        run: WordRun = paragraph.add_run()
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = code
        run._r.append(element)


def _centred(word: WordDocument, text: str, font: str, size: float) -> None:
    paragraph = word.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _font(paragraph.add_run(text), font, size)


def _properties(word: WordDocument, document: Document) -> None:
    properties = word.core_properties
    properties.title, properties.author, properties.comments = document.title, "", ""
    properties.language = "zh-CN"
    # The wall clock would make the same content differ.
    properties.created = properties.modified = datetime(document.year, 12, 31, tzinfo=UTC)


def _steady(word: WordDocument) -> bytes:
    """The package with fixed times in its directory."""
    written, steady = io.BytesIO(), io.BytesIO()
    word.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return steady.getvalue()
