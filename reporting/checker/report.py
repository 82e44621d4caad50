"""From blocks to a Report: the year first, then paragraphs and tables in their order."""

from __future__ import annotations

import re
from collections import Counter

from reporting.checker.grids import read_grid
from reporting.checker.prose import read_prose
from reporting.checker.quantities import Report
from reporting.checker.reading import Block, Paragraph
from reporting.checker.sections import Sections

_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")


def read_quantities(blocks: list[Block]) -> Report:
    """All quantities of a document."""
    report = Report(year=_main_year(blocks))
    sections = Sections()
    for block in blocks:
        if isinstance(block, Paragraph):
            read_prose(block, sections, report)
        else:
            read_grid(block, report)
    return report


def _main_year(blocks: list[Block]) -> int:
    """The year named most often; the later one of two that are named equally often."""
    texts = [block.text if isinstance(block, Paragraph) else _cells(block.rows, block.title) for block in blocks]
    years = Counter(int(year) for text in texts for year in _YEAR.findall(text))
    return max(years, key=lambda year: (years[year], year), default=0)


def _cells(rows: tuple[tuple[str, ...], ...], title: str) -> str:
    return title + " ".join(cell for row in rows for cell in row)
