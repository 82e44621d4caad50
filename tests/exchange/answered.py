"""Fills workbooks in as a person would, and spoils them as nobody should."""

import io
import re
import zipfile
from dataclasses import dataclass

import openpyxl
from openpyxl.utils import get_column_letter

from warehouse.exchange.layout import ANSWERS
from warehouse.state.people import Person

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class People:
    agency: Person
    taxer: Person
    payer: Person
    elsewhere: Person
    checker: Person
    viewer: Person


def firsts(package):
    """Rows that take an answer, by number of the difference."""
    return {row.case_no: row for row in package.outgoing.manifest.rows if row.takes_answer}


def cell(package, row, name):
    """Where an answer column of a row stands, as ``N4``."""
    page = next(page for page in package.outgoing.manifest.pages if page.sheet == row.sheet)
    return f"{get_column_letter(page.locked + 1 + ANSWERS.index(name))}{row.number}"


def answer(package, answers, content=None):
    """The workbook with answers: number of the difference → values of answer columns; the rest stays byte for byte."""
    defaults = {"handled_on": "2020-05-08", "clerk": "王会计"}
    parts = {}
    pages = [page.sheet for page in package.outgoing.manifest.pages]
    for case_no, given in answers.items():
        row = firsts(package)[case_no]
        part = f"xl/worksheets/sheet{pages.index(row.sheet) + 2}.xml"
        for name, text in {**defaults, **given}.items():
            parts.setdefault(part, {})[cell(package, row, name)] = text
    return patch(content or package.content, parts)


def patch(content, parts):
    """The workbook with texts put into cells: part → cell → text."""
    return rewrite(content, lambda name, data: _put(data, parts[name]) if name in parts else data)


def rewrite(content, change, added=()):
    """The workbook with each part changed, and parts added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as box:
        for name in source.namelist():
            # A fixed time: the same answers make the same file.
            box.writestr(zipfile.ZipInfo(name), change(name, source.read(name)), zipfile.ZIP_DEFLATED)
        for name, data in added:
            box.writestr(name, data)
    return target.getvalue()


def rebuilt(package, change, content=None):
    """The workbook after ``change(openpyxl workbook)``; values in place of formulas, as some programs save."""
    book = openpyxl.load_workbook(io.BytesIO(content or package.content), data_only=True)
    change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _put(data, cells):
    text = data.decode()
    for place, value in cells.items():
        inline = f' t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'
        text, count = re.subn(rf'(<c r="{place}"(?: s="\d+")?)(?: t="\w+")?(?:/>|>.*?</c>)', rf"\g<1>{inline}", text)
        assert count == 1, place
    return text.encode()
