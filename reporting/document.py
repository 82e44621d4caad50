"""A document as plain data: what it says, and behind each figure where it comes from. Knows no file format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

# XML cannot hold control characters; the private-use ones mark figures while prose is rendered.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufffe\uffff]")


def printable(text: str) -> str:
    """Text without what no document can carry."""
    return _UNPRINTABLE.sub("", text)


@dataclass(frozen=True)
class SourceFile:
    """A delivery behind a figure."""

    name: str
    version: int
    sha256: str
    rows: int
    source_file_id: str


@dataclass(frozen=True)
class Provenance:
    """Where a figure comes from. ``evidence_sql`` runs as given against the published warehouse."""

    label: str
    evidence_sql: str
    files: tuple[SourceFile, ...]
    rule: str | None = None


@dataclass(frozen=True)
class Figure:
    """A printed number. ``text`` and ``grouped`` (with thousands separators) were formatted by SQL.

    ``value`` is the number as printed, for formats that hold numbers; None where it is a word or unknown.
    """

    text: str
    grouped: str
    value: Decimal | None
    provenance: str

    @property
    def known(self) -> bool:
        """There is a number behind it."""
        return self.text != "—"


@dataclass(frozen=True)
class Placeholder:
    """What a person has yet to write. ``name`` is its key in the prose file."""

    name: str
    hint: str

    @property
    def text(self) -> str:
        """The mark that readers see."""
        return f"【待填：{self.hint}】"


Run = str | Figure | Placeholder


def run_text(run: Run, *, grouped: bool = False) -> str:
    """A run as text; ``grouped`` asks for thousands separators, as tables have them."""
    if isinstance(run, str):
        return run
    return run.grouped if grouped and isinstance(run, Figure) else run.text


@dataclass(frozen=True)
class Heading:
    """``level`` 1–3, as the report numbers them 一、（一）1、."""

    text: str
    level: int


@dataclass(frozen=True)
class Paragraph:
    """Prose. ``style`` is body, note or status."""

    runs: tuple[Run, ...]
    style: str = "body"


@dataclass(frozen=True)
class Cell:
    """A cell with its span. ``style`` names a style of the layout, ``number_format`` a format of workbooks."""

    runs: tuple[Run, ...] = ()
    style: str = "text"
    columns: int = 1
    rows: int = 1
    number_format: str | None = None

    @property
    def text(self) -> str:
        """What is printed."""
        return "".join(run_text(run, grouped=True) for run in self.runs)

    @property
    def figure(self) -> Figure | None:
        """The figure, where the cell holds one and nothing else."""
        only = self.runs[0] if len(self.runs) == 1 else None
        return only if isinstance(only, Figure) else None


@dataclass(frozen=True)
class Table:
    """A grid. ``widths`` in characters; the first ``heading_rows`` rows repeat on each page; ``unit`` is said once."""

    key: str
    title: str
    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heading_rows: int = 1
    unit: str | None = None
    sheet: str | None = None
    heights: tuple[tuple[int, float], ...] = ()

    def placed(self) -> Iterator[tuple[int, int, Cell]]:
        """Cells with row and column, 0-based, after the spans of those before them."""
        taken: set[tuple[int, int]] = set()
        for row_no, row in enumerate(self.rows):
            column = 0
            for cell in row:
                while (row_no, column) in taken:
                    column += 1
                taken.update(
                    (row_no + down, column + right) for down in range(cell.rows) for right in range(cell.columns)
                )
                yield row_no, column, cell
                column += cell.columns


@dataclass(frozen=True)
class Series:
    """One row of figures of a chart."""

    name: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Chart:
    """Columns by category."""

    key: str
    title: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]


Block = Heading | Paragraph | Table | Chart


@dataclass(frozen=True)
class Document:
    """A document with the provenance of all its figures by id."""

    title: str
    subtitle: str
    year: int
    region_code: str
    is_final: bool
    blocks: tuple[Block, ...]
    provenance: dict[str, Provenance]

    def tables(self) -> tuple[Table, ...]:
        """Its tables in order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    def placeholders(self) -> tuple[Placeholder, ...]:
        """What a person has yet to write, each once, in order."""
        found = {run.name: run for run in self._runs() if isinstance(run, Placeholder)}
        return tuple(found.values())

    def figures(self) -> Iterator[Figure]:
        """Every printed figure in order."""
        yield from (run for run in self._runs() if isinstance(run, Figure))

    def _runs(self) -> Iterator[Run]:
        for block in self.blocks:
            if isinstance(block, Chart):
                for series in block.series:
                    yield from series.figures
            elif isinstance(block, Paragraph):
                yield from block.runs
            elif isinstance(block, Table):
                for row in block.rows:
                    for cell in row:
                        yield from cell.runs
